# METADATA
# title: Container allows privilege escalation
# description: >-
#   Unless `allowPrivilegeEscalation` is `false`, a process can gain privileges through a setuid program, which turns a
#   small vulnerability into root in the container.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
# - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [restricted/privilege-escalation], nist-800-53-r5: [AC-6]}
#   selects: [pod]
#   remediation: >-
#     Set `securityContext.allowPrivilegeEscalation: false` in every container. Kubernetes rejects it together with
#     `privileged: true` or the capability `SYS_ADMIN`, so remove these first.
package seaworthy.kubernetes.privilege_escalation

deny contains finding if {
	object.get(input.pod.spec, ["os", "name"], "") != "windows"
	some container in input.containers
	value := object.get(container.spec, ["securityContext", "allowPrivilegeEscalation"], "unset")
	finding := {
		"message": sprintf("container `%s` %s", [container.name, problem(value)]),
		"path": array.concat(container.path, ["securityContext", "allowPrivilegeEscalation"]),
	}
}

problem(value) := "does not set `allowPrivilegeEscalation` to `false`" if value == "unset"

problem(value) := "allows privilege escalation" if value == true
