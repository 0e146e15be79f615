package lib.kubernetes

default is_deployment = false

is_deployment {
	input.kind == "Deployment"
}

containers[container] {
	container := input.spec.template.spec.containers[_]
}
