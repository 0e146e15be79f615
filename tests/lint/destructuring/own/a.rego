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
	some {"name": name} in input.containers # lint
	{"kind": kind} := input.object # lint
	[first, _] := [1, 2]
	name == kind
	first == 1
}
