# METADATA
# title: Container adds a capability outside the Baseline profile
# description: >-
#   A capability such as `SYS_ADMIN`, `SYS_PTRACE`, `NET_ADMIN` or `NET_RAW` lets a process change the kernel, inspect
#   other processes or forge network traffic. The Baseline profile allows only a few that are limited to the container.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-capabilities-for-a-container
# custom:
#   severity: high
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [baseline/capabilities, restricted/capabilities], nist-800-53-r5: [AC-6]}
#   selects: [pod]
#   remediation: >-
#     Remove the capability from `capabilities.add`. If the program needs it, move that part into its own container and
#     pod.
package seaworthy.kubernetes.dangerous_capabilities

allowed := {
	"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE",
	"SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
}

deny contains finding if {
	some container in input.containers
	some i, capability in container.spec.securityContext.capabilities.add
	is_string(capability)
	not capability in allowed
	finding := {
		"message": sprintf("container `%s` adds capability `%s`%s", [container.name, capability, hint(capability)]),
		"path": array.concat(container.path, ["securityContext", "capabilities", "add", i]),
	}
}

# Kubernetes does not recognize an allowed capability with the kernel's prefix or in lower case.
hint(capability) := sprintf(", which Kubernetes only supports as `%s`", [plain(capability)]) if plain(capability) in allowed

hint(capability) := "" if not plain(capability) in allowed

plain(capability) := trim_prefix(upper(capability), "CAP_") if is_string(capability)
