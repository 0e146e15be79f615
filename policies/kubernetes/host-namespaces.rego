# METADATA
# title: Pod shares a namespace of its node
# description: >-
#   In the node's network namespace, a pod sees the node's traffic, reaches what listens on its loopback address and
#   escapes network policies. In its PID or IPC namespace, a pod sees the node's processes, or shares their memory.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# custom:
#   severity: high
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [baseline/host-namespaces], nist-800-53-r5: [SC-39]}
#   selects: [pod]
#   remediation: >-
#     Remove `hostNetwork`, `hostPID` and `hostIPC`, or set them to `false`. Expose ports with a Service.
package seaworthy.kubernetes.host_namespaces

deny contains finding if {
	some field, namespace in {"hostNetwork": "network", "hostPID": "PID", "hostIPC": "IPC"}
	input.pod.spec[field] == true
	finding := {
		"message": sprintf("the pod shares the %s namespace of its node", [namespace]),
		"path": array.concat(input.pod.spec_path, [field]),
	}
}
