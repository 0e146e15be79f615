# METADATA
# title: Seccomp profile is not set
# description: >-
#   Without a profile, a container can make every system call of the kernel, unless the kubelet is configured to apply
#   the runtime's default profile.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
# - https://kubernetes.io/docs/tutorials/security/seccomp/
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [restricted/seccomp], nist-800-53-r5: [SC-39]}
#   selects: [pod]
#   remediation: >-
#     Set `securityContext.seccompProfile.type: RuntimeDefault` in the pod.
package seaworthy.kubernetes.seccomp_profile_missing

# kubernetes/seccomp-unconfined reports profiles that disable seccomp.
deny contains finding if {
	object.get(input.pod.spec, ["os", "name"], "") != "windows"
	object.get(input.pod.spec, ["securityContext", "seccompProfile", "type"], "") == ""
	without := [sprintf("`%s`", [container.name]) |
		some container in input.containers
		object.get(container.spec, ["securityContext", "seccompProfile", "type"], "") == ""
	]
	count(without) > 0
	finding := {
		"message": sprintf("no seccomp profile is set for %s", [concat(", ", without)]),
		"path": array.concat(input.pod.spec_path, ["securityContext", "seccompProfile"]),
	}
}
