# METADATA
# title: T
# description: D
# related_resources:
# - see the book # lint
# custom:
#   severity: low
#   category: security
#   controls: []
#   selects: [pod]
#   remediation: R
package seaworthy.own.a

deny contains {"message": "m", "path": []} if input.object.kind == "Pod"
