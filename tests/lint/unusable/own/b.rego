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
package seaworthy.own.b

deny contains {"message": "m", "path": []} if {
	f(1)
}

f(x) := f(x) # lint
