# METADATA
# title: T
# description: D, as `own/b` and `kubernetes/host-port` have, and `own/c` # lint
# related_resources:
# - https://example.com/a
# custom:
#   severity: low
#   category: security
#   controls: []
#   selects: [pod]
#   remediation: R
package seaworthy.own.a

deny contains {"message": "m", "path": []} if input.object.kind == "Pod"
