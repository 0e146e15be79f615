package main

violation_path contains {"msg": "the port is taken", "path": ["ports", 1]} if {
	input.ports[1] == 8080
}

violation_location contains result if {
	input.ports[0] == 80
	result := {"msg": "see the other file", "_loc": {"file": data.where.file, "line": 2}}
}

# One that is no set.
deny := ["too many ports"] if count(input.ports) > 2

# Neither text nor object: nothing, as it is for Conftest.
deny_number contains 1 if input.ports
