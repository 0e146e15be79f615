# METADATA
# title: Shows: this
# description: Something.
# related_resources:
# - https://example.com
# custom:
#   severity: low
#   category: data
#   controls: [SEC-17]
#   selects: [pod]
#   remediation: Do it.
package seaworthy.own.text

deny contains {"message": "m", "path": []} if input.pod
