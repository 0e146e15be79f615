# METADATA
# title: Seccomp is switched off
# description: >-
#   Seccomp keeps a container from system calls that programs hardly ever need and exploits often do. `Unconfined`
#   allows them all.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# - https://kubernetes.io/docs/tutorials/security/seccomp/
# custom:
#   severity: high
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [baseline/seccomp, restricted/seccomp], nist-800-53-r5: [SC-39]}
#   selects: [pod]
#   remediation: >-
#     Set `seccompProfile.type` to `RuntimeDefault`, or to `Localhost` with a profile that is on the nodes.
package seaworthy.kubernetes.seccomp_unconfined

types := {"RuntimeDefault", "Localhost"}

deny contains finding if {
	type := input.pod.spec.securityContext.seccompProfile.type
	not type in types
	finding := {
		"message": sprintf("the pod asks for the seccomp profile `%v`", [type]),
		"path": array.concat(input.pod.spec_path, ["securityContext", "seccompProfile", "type"]),
	}
}

deny contains finding if {
	some container in input.containers
	type := container.spec.securityContext.seccompProfile.type
	not type in types
	finding := {
		"message": sprintf("container `%s` asks for the seccomp profile `%v`", [container.name, type]),
		"path": array.concat(container.path, ["securityContext", "seccompProfile", "type"]),
	}
}
