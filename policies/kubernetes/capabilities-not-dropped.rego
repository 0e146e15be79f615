# METADATA
# title: Container does not drop all capabilities
# description: >-
#   Container runtimes grant a set of capabilities that most programs never use, such as changing the owner of files. A
#   dropped capability cannot be misused.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
# - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-capabilities-for-a-container
# custom:
#   severity: low
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [restricted/capabilities], nist-800-53-r5: [AC-6, CM-7]}
#   selects: [pod]
#   remediation: >-
#     Set `securityContext.capabilities.drop: [ALL]` in every container, and add back only `NET_BIND_SERVICE` if it is
#     needed.
package seaworthy.kubernetes.capabilities_not_dropped

deny contains finding if {
	object.get(input.pod.spec, ["os", "name"], "") != "windows"
	some container in input.containers
	drop := object.get(container.spec, ["securityContext", "capabilities", "drop"], [])
	not "ALL" in drop
	finding := {
		"message": sprintf("container `%s` %s", [container.name, problem(drop)]),
		"path": array.concat(container.path, ["securityContext", "capabilities", "drop"]),
	}
}

# Allowed by the Baseline profile but not by the Restricted profile. kubernetes/dangerous-capabilities reports the others.
baseline := {
	"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "SETFCAP", "SETGID", "SETPCAP", "SETUID",
	"SYS_CHROOT",
}

deny contains finding if {
	object.get(input.pod.spec, ["os", "name"], "") != "windows"
	some container in input.containers
	some i, capability in container.spec.securityContext.capabilities.add
	capability in baseline
	finding := {
		"message": sprintf("container `%s` adds capability `%s`", [container.name, capability]),
		"path": array.concat(container.path, ["securityContext", "capabilities", "add", i]),
	}
}

problem(drop) := "drops `all`, but the Restricted profile requires `ALL`" if "all" in drop

problem(drop) := "does not drop `ALL` capabilities" if not "all" in drop
