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
	f(input.object.kind)
	g
}

default f(_) := false # lint

f(x) if x == "Pod"

default g := false

g if input.object.kind == "Pod"
