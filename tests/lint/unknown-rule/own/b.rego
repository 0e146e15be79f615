# METADATA
# title: T
# description: D, see `v1/Pod` and `a/b`
# related_resources:
# - https://example.com/a
# custom:
#   severity: low
#   category: security
#   controls: []
#   selects: [pod]
#   remediation: R
package seaworthy.own.b

deny contains {"message": "m", "path": []} if input.object.kind == "Pod"
