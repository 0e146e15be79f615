# METADATA
# title: Liveness probe fails no later than the readiness probe
# description: >-
#   When both probes make the same check and fail at the same time, an overloaded container is killed instead of being
#   taken out of traffic. Its load moves to the other replicas, which are killed next.
# related_resources:
# - https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
# - https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
# custom:
#   severity: medium
#   category: resilience
#   controls: [RES-08]
#   selects: [pod]
#   remediation: >-
#     Give the liveness probe a higher `failureThreshold` than the readiness probe, or a separate, cheap endpoint that
#     only fails if a restart helps.
package seaworthy.kubernetes.probes_identical

deny contains finding if {
	some container in input.containers
	liveness := container.spec.livenessProbe
	readiness := container.spec.readinessProbe
	ports := object.get(container.spec, "ports", [])
	question(liveness, ports) == question(readiness, ports)
	patience(liveness) <= patience(readiness)
	finding := {
		"message": sprintf("the probes of container `%s` make the same check, and liveness fails after %v s, no later than readiness after %v s", [
			container.name,
			patience(liveness),
			patience(readiness),
		]),
		"path": array.concat(container.path, ["livenessProbe"]),
		"related": [{
			"address": input.resource.address,
			"path": array.concat(container.path, ["readinessProbe"]),
			"message": "the same check",
		}],
	}
}

# A closed TCP port is a valid reason for both, so `tcpSocket` is exempt.
question(probe, ports) := [
	"http",
	object.get(get, "scheme", "HTTP"),
	object.get(get, "host", ""),
	number(get.port, ports),
	object.get(get, "path", "/"),
	object.get(get, "httpHeaders", []),
] if {
	get := probe.httpGet
	is_object(get)
}

question(probe, _) := ["grpc", call.port, object.get(call, "service", "")] if {
	call := probe.grpc
	is_object(call)
}

question(probe, _) := ["exec", probe.exec.command]

number(port, ports) := port if count([known | some known in ports; known.name == port]) == 0

number(port, ports) := matches[0] if {
	matches := [known.containerPort | some known in ports; known.name == port]
	count(matches) > 0
}

patience(probe) := period * failures if {
	period := object.get(probe, "periodSeconds", 10)
	failures := object.get(probe, "failureThreshold", 3)
	is_number(period)
	is_number(failures)
}
