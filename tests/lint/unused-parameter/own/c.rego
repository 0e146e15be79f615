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
package seaworthy.own.c

deny contains {"message": "m", "path": []} if {
	object.get(input.params, "most", 2) > 1
}
