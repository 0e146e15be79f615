# METADATA
# title: Shows
# description: Something.
# related_resources:
# - https://example.com
# custom:
#   severity: low
#   category: data
#   controls: [SEC-17]
#   selects: [pod]
#   remedy: Do it.
package seaworthy.own.key

deny contains {"message": "m", "path": []} if input.pod
