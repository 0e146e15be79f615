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
	parts.a == 1
}

parts[name] := 1 if { # lint
	some name in ["a"]
}
