# METADATA
# title: Shows
# description: Something.
# related_resources:
# - https://example.com
# custom:
#   category: data
#   controls: [SEC-17]
#   selects: [pod]
#   remediation: Do it.
package seaworthy.own.missing

deny contains {"message": "m", "path": []} if input.pod
