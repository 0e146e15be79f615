# METADATA
# title: Container sees all of /proc
# description: >-
#   Container runtimes mask the parts of `/proc` that reveal or change the kernel's state. `procMount:
#   Unmasked` uncovers them.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# custom:
#   severity: high
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [baseline/proc-mount], nist-800-53-r5: [SC-39]}
#   selects: [pod]
#   remediation: >-
#     Remove `procMount`, or set it to `Default`.
package seaworthy.kubernetes.proc_mount

deny contains finding if {
	some container in input.containers
	mount := container.spec.securityContext.procMount
	mount != "Default"
	finding := {
		"message": sprintf("container `%s` mounts `/proc` as `%v`", [container.name, mount]),
		"path": array.concat(container.path, ["securityContext", "procMount"]),
	}
}
