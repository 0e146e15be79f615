package main

deny_selector contains msg if {
	some service in input
	service.contents.kind == "Service"
	matching := [workload |
		some workload in input
		workload.contents.spec.template.metadata.labels == service.contents.spec.selector
	]
	count(matching) == 0
	msg := sprintf("no workload has the labels of Service %s", [service.contents.metadata.name])
}

deny_twice contains msg if {
	count([1 | some file in input; file.contents.kind == "Deployment"]) > 1
	msg := "there is more than one Deployment"
}

warn_compose contains msg if {
	some file in input
	file.contents.services
	msg := sprintf("%s is for Compose", [file.path])
}
