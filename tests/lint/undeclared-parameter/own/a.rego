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
#   params: {most: 1}
#   remediation: R
package seaworthy.own.a

deny contains {"message": "m", "path": []} if {
	input.params.most > 1
	input.params.least > 1 # lint
	object.get(input.params, "other", 1) > 1 # lint
}
