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
#   params: {pattern: a}
#   remediation: R
package seaworthy.own.a

deny contains {"message": "m", "path": []} if {
	regex.match(input.params.pattern, "a") # lint
	regex.match("^a$", input.object.kind)
	regex.replace("a", `b`, "c") == "a"
}
