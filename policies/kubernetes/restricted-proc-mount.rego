# METADATA
# title: Container in a user namespace mounts /proc unmasked
# description: >-
#   In a user namespace, an unmasked `/proc` cannot change the node, so the Baseline profile allows it. The Restricted
#   profile does not, because it still exposes more of the kernel than most programs need.
# related_resources:
# - https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/#integration-with-pod-security-admission-checks
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
# custom:
#   severity: low
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [restricted/proc-mount], nist-800-53-r5: [SC-39]}
#   selects: [pod]
#   remediation: >-
#     Remove `procMount`, or set it to `Default`, unless the container runs nested containers.
package seaworthy.kubernetes.restricted_proc_mount

deny contains finding if {
	input.pod.spec.hostUsers == false
	some container in input.containers
	mount := container.spec.securityContext.procMount
	not mount in {"", "Default"}
	finding := {
		"message": sprintf("container `%s` mounts `/proc` as `%v`", [container.name, mount]),
		"path": array.concat(container.path, ["securityContext", "procMount"]),
	}
}
