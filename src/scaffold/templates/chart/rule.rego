# METADATA
# title: Chart has no maintainers
# description: >-
#   Whoever installs the chart has nobody to ask.
# related_resources:
# - https://helm.sh/docs/topics/charts/#the-chartyaml-file
# custom:
#   severity: medium # critical, high, medium, low or info
#   category: operations # security, resilience, scaling, observability, data or operations
#   controls: [] # ids of the practice catalogue, such as SEC-23: see `seaworthy rules`
#   selects: ["{selects}"]
#   params: {least: 1}
#   remediation: List `maintainers` in `Chart.yaml`.
package {package}

# Change everything above and below to what the rule is about, then the fixtures, then the test.
# `seaworthy eval FILE` shows what `input` holds; docs/writing-rules.md describes it.

deny contains finding if {
	count(object.get(input.object.chart, "maintainers", [])) < input.params.least
	finding := {
		"message": sprintf("the chart `%s` has too few maintainers", [input.object.chart.name]),
		"path": ["chart", "maintainers"],
	}
}
