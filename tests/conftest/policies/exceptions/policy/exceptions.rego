package main

deny_root contains msg if {
	input.kind == "Pod"
	not input.spec.securityContext.runAsNonRoot
	msg := sprintf("%s runs as root", [input.metadata.name])
}

deny contains msg if {
	input.kind == "Pod"
	input.spec.hostNetwork
	msg := sprintf("%s is on the host's network", [input.metadata.name])
}

exception contains rules if {
	input.metadata.name == "agent"
	rules := ["root", ""]
}
