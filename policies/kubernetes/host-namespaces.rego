# METADATA
# title: Pod shares a namespace of its node
# description: >-
#   A pod in the node's network namespace sees the traffic of the node and reaches services that listen on
#   its loopback address; in its PID or IPC namespace it can inspect and signal every process of the node.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# custom:
#   severity: high
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [baseline/host-namespaces], nist-800-53-r5: [SC-39]}
#   selects: [pod]
#   remediation: >-
#     Remove `hostNetwork`, `hostPID` and `hostIPC`. Expose ports with a Service instead of the node's
#     network.
package seaworthy.kubernetes.host_namespaces

deny contains finding if {
	some field, namespace in {"hostNetwork": "network", "hostPID": "PID", "hostIPC": "IPC"}
	input.pod.spec[field] == true
	finding := {
		"message": sprintf("the pod shares the %s namespace of its node", [namespace]),
		"path": array.concat(input.pod.spec_path, [field]),
	}
}
