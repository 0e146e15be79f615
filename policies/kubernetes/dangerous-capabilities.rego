# METADATA
# title: Container gets capabilities beyond the default
# description: >-
#   Capabilities beyond those that a container runtime grants by itself, such as `SYS_ADMIN`, `SYS_PTRACE` or
#   `NET_ADMIN`, let a process change the kernel, the network or other processes of the node.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# - https://man7.org/linux/man-pages/man7/capabilities.7.html
# custom:
#   severity: high
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [baseline/capabilities], nist-800-53-r5: [AC-6]}
#   selects: [pod]
#   remediation: >-
#     Remove the capability from `capabilities.add`. If the program really needs it, keep it to this one
#     container and pod.
package seaworthy.kubernetes.dangerous_capabilities

# What the Baseline profile allows: no more than container runtimes grant by default.
allowed := {
	"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE",
	"SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
}

deny contains finding if {
	some container in input.containers
	some i, capability in container.spec.securityContext.capabilities.add
	not capability in allowed
	finding := {
		"message": sprintf("container `%s` adds the capability `%v`", [container.name, capability]),
		"path": array.concat(container.path, ["securityContext", "capabilities", "add", i]),
	}
}
