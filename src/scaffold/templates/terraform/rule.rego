# METADATA
# title: A tag is missing
# description: >-
#   Without it, nobody knows whom to ask about the resource, and who pays for it.
# related_resources:
# - https://developer.hashicorp.com/terraform/language/resources/syntax
# custom:
#   severity: medium # critical, high, medium, low or info
#   category: operations # security, resilience, scaling, observability, data or operations
#   controls: [] # ids of the practice catalogue, such as SEC-23: see `seaworthy rules`
#   selects: ["{selects}"]
#   params: {tags: [owner]}
#   remediation: Add the tag to `{tags}`.
package {package}

# Change everything above and below to what the rule is about, then the fixtures, then the test.
# `seaworthy eval FILE` shows what `input` holds; docs/writing-rules.md describes it.

deny contains finding if {
	some tag in input.params.tags
	object.get(input.values, ["{tags}", tag], "") == ""
{default_tags}	finding := {
		"message": sprintf("the tag `%s` is missing", [tag]),
		"path": ["{tags}", tag],
	}
}
