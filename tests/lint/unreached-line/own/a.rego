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

deny contains {"message": "m", "path": []} if {
	input.object.metadata.name == "bad"
}

deny contains {"message": "m", "path": []} if { # lint
	input.object.metadata.name == "worse"
	input.object.metadata.namespace == "x" # lint
}
