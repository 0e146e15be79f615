package main

import data.lib.kubernetes

name = input.metadata.name

labels {
	input.metadata.labels["team"]
}

deny[msg] {
	kubernetes.is_deployment
	not labels
	msg = sprintf("%s must say which team it belongs to", [name])
}

deny[msg] {
	kubernetes.is_deployment
	container := kubernetes.containers[_]
	not container.livenessProbe
	msg = sprintf("%s: container %s has no livenessProbe", [name, container.name])
}

violation[{"msg": msg, "details": {"container": container.name}}] {
	container := kubernetes.containers[_]
	not startswith(container.image, "registry.example/")
	msg := sprintf("image of %v comes from elsewhere: %v", [container.name, container.image])
}

warn[msg] {
	kubernetes.is_deployment
	input.spec.template.spec.hostNetwork
	msg = "host network"
}
