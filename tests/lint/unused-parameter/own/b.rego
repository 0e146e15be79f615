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
#   params: {most: 1, least: 2}
#   remediation: R
package seaworthy.own.b

deny contains {"message": "m", "path": []} if {
	f(input.params)
}

f(params) if params.most > params.least
