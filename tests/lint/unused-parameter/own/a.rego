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
#   params: {most: 1, least: 2} # lint
#   remediation: R
package seaworthy.own.a

deny contains {"message": "m", "path": []} if {
	input.params.most > 1
}
