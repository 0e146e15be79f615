# METADATA
# title: Probe or lifecycle hook calls another host
# description: >-
#   The kubelet of the node sends probes and hooks. With `host` set, it sends them wherever the pod says,
#   which makes the node a proxy into networks that the pod itself cannot reach.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# - https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [baseline/host-probes], nist-800-53-r5: [SC-7]}
#   selects: [pod]
#   remediation: >-
#     Remove `host`: without it the probe or hook goes to the pod's own address.
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
