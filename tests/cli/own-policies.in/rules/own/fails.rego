# METADATA
# title: T
# description: D
# related_resources: [https://example.com]
# custom:
#   severity: low
#   category: security
#   controls: [SEC-23]
#   selects: [pod]
#   remediation: R
package seaworthy.own.fails

deny contains {"message": "m", "path": []} if to_number(input.object.metadata.name) > 1
