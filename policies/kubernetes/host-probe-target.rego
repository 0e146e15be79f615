# METADATA
# title: Probe or lifecycle hook sets a host
# description: >-
#   The kubelet sends probes and hooks from the node. With `host`, they go to any address that the pod sets, including
#   addresses that only the node can reach.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# - https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#http-probes
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [baseline/host-probes], nist-800-53-r5: [SC-7]}
#   selects: [pod]
#   remediation: >-
#     Remove `host`. The kubelet then uses the pod's own address, so the program must listen on it. For a virtual host,
#     set the `Host` header in `httpHeaders`.
package seaworthy.kubernetes.host_probe_target

deny contains finding if {
	some container in input.containers
	some place in places
	some action in ["httpGet", "tcpSocket"]
	path := array.concat(place, [action, "host"])
	host := object.get(container.spec, path, "")
	host != ""
	finding := {
		"message": sprintf("`%s` of container `%s` is sent to `%v`", [concat(".", place), container.name, host]),
		"path": array.concat(container.path, path),
	}
}

places := [
	["livenessProbe"],
	["readinessProbe"],
	["startupProbe"],
	["lifecycle", "postStart"],
	["lifecycle", "preStop"],
]
