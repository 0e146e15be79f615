# METADATA
# title: A label is missing
# description: >-
#   Without it, nobody knows whom to ask about the object.
# related_resources:
# - https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
# custom:
#   severity: medium # critical, high, medium, low or info
#   category: operations # security, resilience, scaling, observability, data or operations
#   controls: [] # ids of the practice catalogue, such as SEC-23: see `seaworthy rules`
#   selects: ["{selects}"]
#   params: {labels: [owner]}
#   remediation: Add the label to `metadata.labels`.
package {package}

# Change everything above and below to what the rule is about, then the fixtures, then the test.
# `seaworthy eval FILE` shows what `input` holds; docs/writing-rules.md describes it.

deny contains finding if {
	some label in input.params.labels
	object.get(input.object, ["metadata", "labels", label], "") == ""
	finding := {
		"message": sprintf("the label `%s` is missing", [label]),
		"path": ["metadata", "labels", label],
	}
}
