package {package}_test

import data.{package}

chart_of(maintainers) := {
	"object": {"chart": {"name": "web", "maintainers": maintainers}},
	"params": {"least": 1},
}

test_reports if {
	some finding in {name}.deny with input as chart_of([])
	finding.path == ["chart", "maintainers"]
}

test_does_not_report if {
	count({name}.deny) == 0 with input as chart_of([{"name": "platform"}])
}
