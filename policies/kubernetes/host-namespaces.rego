# METADATA
# title: Pod shares host namespaces
# description: >-
#   In the host network namespace, a pod can see the node's traffic, reach services on its loopback address and bypass
#   network policies. In the host PID or IPC namespace, it can see the node's processes or share their memory.
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
		"message": sprintf("the pod shares the host %s namespace", [namespace]),
		"path": array.concat(input.pod.spec_path, [field]),
	}
}
