package {package}_test

import data.{package}

object_with(labels) := {
	"object": {"metadata": {"name": "example", "labels": labels}},
	"params": {"labels": ["owner"]},
}

test_reports if {
	some finding in {name}.deny with input as object_with({"app": "web"})
	finding.path == ["metadata", "labels", "owner"]
}

test_does_not_report if {
	count({name}.deny) == 0 with input as object_with({"owner": "platform"})
}
