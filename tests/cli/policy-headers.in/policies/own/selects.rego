# METADATA
# title: Shows
# description: Something.
# related_resources:
# - https://example.com
# custom:
#   severity: low
#   category: data
#   controls: [SEC-17]
#   selects: [pods]
#   remediation: Do it.
package seaworthy.own.selects

deny contains {"message": "m", "path": []} if input.pod
