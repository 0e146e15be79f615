package main

deny_unsafe contains msg if {
	input.kind == missing
	msg := "never"
}

warn_ports contains msg if {
	some port in input.spec.ports
	port.port in data.allowed.ports
	not data.services.exempt
	msg := sprintf("port %d is taken by others", [port.port])
}

warn_type contains msg if {
	some key in input.metadata.name
	msg := key
}

warn_every contains "never" if {
	every key in input.metadata.name {
		key != "a"
	}
}
