package {package}_test

import data.{package}

resource_with(tags) := {
	"values": {"{tags}": tags},
	"params": {"tags": ["owner"]},
}

test_reports if {
	some finding in {name}.deny with input as resource_with({"stage": "prod"})
	finding.path == ["{tags}", "owner"]
}

test_does_not_report if {
	count({name}.deny) == 0 with input as resource_with({"owner": "platform"})
}
