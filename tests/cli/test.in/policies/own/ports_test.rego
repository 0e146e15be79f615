package seaworthy.own.ports_test

import data.seaworthy.own.ports

pod(names) := {
	"object": {"metadata": {"labels": {"app": "web"}}},
	"containers": [{"name": "web", "path": ["spec", "containers", 0], "spec": {"ports": names}}],
	"params": {"most": data.limits.most},
}

test_many_ports if {
	count(ports.deny) == 1 with input as pod(["http", "metrics"])
}

test_values_are_shown if {
	expected := 2
	found := ports.deny with input as pod(["http", "metrics"])
	print("found", found)
	count(found) == expected
}

test_undefined if {
	labels := pod([]).object.metadata.labels
	labels.tier == "front"
}

test_iteration if {
	some x in [1, 2, 3, 4, 5]
	y := x * 2
	y > 10
}

test_sizes[name] if {
	some name, case in {"none": {"ports": [], "findings": 0}, "two": {"ports": ["a", "b"], "findings": 3}}
	found := ports.deny with input as pod(case.ports)
	count(found) == case.findings
}

test_again if true

test_again if not ports.deny

test_number := 3

test_error if to_number("three") == 3

todo_test_later if false
