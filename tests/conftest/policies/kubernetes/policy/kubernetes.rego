package main

import data.lib.kubernetes

# METADATA
# title: Pods run as root
# custom:
#   severity: medium
deny contains msg if {
	kubernetes.is_workload
	not kubernetes.pod.securityContext.runAsNonRoot
	msg := sprintf("%s %s must not run as root", [input.kind, input.metadata.name])
}

recommended := {"app.kubernetes.io/name", "app.kubernetes.io/version"}

deny contains msg if {
	input.kind == "Deployment"
	missing := recommended - {label | input.metadata.labels[label]}
	count(missing) > 0
	msg := sprintf("%s must have the labels %v", [input.metadata.name, missing])
}

deny_latest contains msg if {
	some container in kubernetes.containers
	endswith(container.image, ":latest")
	msg := sprintf("container %s: latest is no version", [container.name])
}

deny_limits contains msg if {
	some container in kubernetes.containers
	not container.resources.limits.memory
	msg := sprintf("container %s has no memory limit", [container.name])
}

deny_privileged contains msg if {
	some container in kubernetes.containers
	container.securityContext.privileged
	msg := "Privileged containers are not allowed"
}

deny_host_path contains msg if {
	some volume in kubernetes.pod.volumes
	volume.hostPath
	msg := sprintf("volume %s is on the host", [volume.name])
}

deny_capabilities contains msg if {
	some container in kubernetes.containers
	some capability in container.securityContext.capabilities.add
	capability in {"SYS_ADMIN", "NET_ADMIN"}
	msg := sprintf("container %s must not have %s", [container.name, capability])
}

deny_public contains msg if {
	input.kind == "Service"
	input.spec.type == "LoadBalancer"
	not input.metadata.annotations["service.beta.kubernetes.io/aws-load-balancer-internal"]
	msg := sprintf("Service %s is reachable from the internet", [input.metadata.name])
}

deny_replicas contains msg if {
	input.kind == "Deployment"
	object.get(input.spec, "replicas", 1) < 2
	msg := sprintf("Deployment %s should have at least 2 replicas", [input.metadata.name])
}

deny_names contains msg if {
	not startswith(input.metadata.name, "shop-")
	msg := sprintf("%s does not begin with shop-", [input.metadata.name])
}

warn_service contains msg if {
	input.kind == "Service"
	msg := sprintf("Found service %s but services are not allowed", [input.metadata.name])
}
