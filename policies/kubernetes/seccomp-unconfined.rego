# METADATA
# title: Seccomp profile is disabled
# description: >-
#   Seccomp blocks system calls that programs rarely need and exploits often use. `Unconfined` allows all of them.
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
#     Set `seccompProfile.type` to `RuntimeDefault`, or to `Localhost` with a profile that exists on the nodes.
package seaworthy.kubernetes.seccomp_unconfined

types := {"RuntimeDefault", "Localhost"}

deny contains finding if {
	type := input.pod.spec.securityContext.seccompProfile.type
	not type in types
	finding := {
		"message": sprintf("the pod sets the seccomp profile to `%v`", [type]),
		"path": array.concat(input.pod.spec_path, ["securityContext", "seccompProfile", "type"]),
	}
}

deny contains finding if {
	some container in input.containers
	type := container.spec.securityContext.seccompProfile.type
	not type in types
	finding := {
		"message": sprintf("container `%s` sets the seccomp profile to `%v`", [container.name, type]),
		"path": array.concat(container.path, ["securityContext", "seccompProfile", "type"]),
	}
}
