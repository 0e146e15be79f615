# METADATA
# title: Probe timeout exceeds its period
# description: >-
#   The kubelet starts the next check only when the previous one has ended. A check that can take longer than its period
#   detects a hanging container later than the period suggests.
# related_resources:
# - https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes
# custom:
#   severity: low
#   category: resilience
#   controls: [RES-08]
#   selects: [pod]
#   remediation: Set `timeoutSeconds` to `periodSeconds` or less.
package seaworthy.kubernetes.probe_timeout_exceeds_period

deny contains finding if {
	some container in input.containers
	some kind in ["livenessProbe", "readinessProbe", "startupProbe"]
	probe := container.spec[kind]
	is_object(probe)
	timeout := object.get(probe, "timeoutSeconds", 1)
	period := object.get(probe, "periodSeconds", 10)
	is_number(timeout)
	is_number(period)
	timeout > period
	finding := {
		"message": sprintf("the timeout of `%s` of container `%s` is %v s, above its period of %v s", [kind, container.name, timeout, period]),
		"path": array.concat(container.path, [kind, "timeoutSeconds"]),
	}
}
