# METADATA
# title: Container mounts /proc unmasked
# description: >-
#   Container runtimes mask the parts of `/proc` that expose or change the node's kernel. `procMount: Unmasked` exposes
#   them.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# - https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/#integration-with-pod-security-admission-checks
# custom:
#   severity: high
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [baseline/proc-mount, restricted/proc-mount], nist-800-53-r5: [SC-39]}
#   selects: [pod]
#   remediation: >-
#     Remove `procMount`, or set it to `Default`. A container that runs nested containers also needs a user namespace:
#     `hostUsers: false` in the pod spec.
package seaworthy.kubernetes.proc_mount

# In a user namespace, the Baseline profile allows any `procMount`; see kubernetes/restricted-proc-mount.
deny contains finding if {
	object.get(input.pod.spec, "hostUsers", true) != false
	some container in input.containers
	mount := container.spec.securityContext.procMount
	not mount in {"", "Default"}
	finding := {
		"message": sprintf("container `%s` mounts `/proc` as `%v`", [container.name, mount]),
		"path": array.concat(container.path, ["securityContext", "procMount"]),
	}
}
