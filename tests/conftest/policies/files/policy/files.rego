package main

deny_compose contains msg if {
	some name, service in input.services
	service.privileged
	msg := sprintf("service %s must not be privileged", [name])
}

deny_compose contains msg if {
	some name, service in input.services
	not contains(service.image, ":")
	msg := sprintf("the image of service %s has no version", [name])
}

deny_workflow contains msg if {
	some job in input.jobs
	some step in job.steps
	[_, version] := split(step.uses, "@")
	not regex.match(`^[0-9a-f]{40}$`, version)
	msg := sprintf("%s is not pinned to a commit", [step.uses])
}

deny_package contains msg if {
	some name, version in input.dependencies
	version == "*"
	msg := sprintf("any version of %s will do", [name])
}

deny_license contains "there is no license" if {
	input.dependencies
	not input.license
}

deny_list contains msg if {
	input.role == "admin"
	msg := sprintf("%s is an admin", [input.user])
}

warn_file contains msg if {
	data.conftest.file.name == "users.json"
	msg := sprintf("%s should not be here", [data.conftest.file.name])
}
