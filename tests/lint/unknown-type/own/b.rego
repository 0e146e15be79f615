# METADATA
# title: T
# description: D
# related_resources:
# - https://example.com/a
# custom:
#   severity: low
#   category: security
#   controls: []
#   selects: [apps/Deployment] # lint
#   remediation: R
package seaworthy.own.b

deny contains {"message": "m", "path": []} if input.object.kind == "Pod"
