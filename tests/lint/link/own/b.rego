# METADATA
# title: T
# description: D
# related_resources:
# - http://example.org/path#part
# custom:
#   severity: low
#   category: security
#   controls: []
#   selects: [pod]
#   remediation: R
package seaworthy.own.b

deny contains {"message": "m", "path": []} if input.object.kind == "Pod"
