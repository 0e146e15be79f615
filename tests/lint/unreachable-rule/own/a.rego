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
	used(input.object.kind)
}

used(x) if also_used == x

also_used := "Pod"

unused(x) if x == "Pod" # lint

unused_as_well if unused("Pod") # lint
