# METADATA
# title: T
# description: D
# related_resources:
# - https://example.com/a
# custom:
#   severity: low
#   category: security
#   controls: []
#   selects: [pod]
#   remediation: R
package seaworthy.own.a

deny contains {"message": "m"} if input.object.kind == "Pod" # lint

deny contains finding if {
	input.object.kind == "Pod"
	finding := {"message": "m", "path": [], "related": [{"address": "a", "message": "m"}]}
}
