# METADATA
# title: T
# description: D
# related_resources:
# - https://example.com/a
# custom:
#   severity: awful # lint
#   category: security
#   controls: []
#   selects: [pod]
#   remediation: R
package seaworthy.own.b

deny contains {"message": "m", "path": []} if input.object.kind == "Pod"
