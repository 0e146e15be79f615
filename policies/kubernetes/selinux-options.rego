# METADATA
# title: Custom SELinux options
# description: >-
#   An SELinux type of its own can give a container access that the default type denies; a user or role of
#   its own always can.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#assign-selinux-labels-to-a-container
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [baseline/selinux], nist-800-53-r5: [AC-3]}
#   selects: [pod]
#   remediation: >-
#     Remove `user` and `role`, and use one of the types `container_t`, `container_init_t`, `container_kvm_t`
#     and `container_engine_t`.
package seaworthy.kubernetes.selinux_options

types := {"", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"}

deny contains finding if {
	options := input.pod.spec.securityContext.seLinuxOptions
	some field in excessive(options)
	finding := {
		"message": sprintf("the pod sets the SELinux %s `%v`", [field, options[field]]),
		"path": array.concat(input.pod.spec_path, ["securityContext", "seLinuxOptions", field]),
	}
}

deny contains finding if {
	some container in input.containers
	options := container.spec.securityContext.seLinuxOptions
	some field in excessive(options)
	finding := {
		"message": sprintf("container `%s` sets the SELinux %s `%v`", [container.name, field, options[field]]),
		"path": array.concat(container.path, ["securityContext", "seLinuxOptions", field]),
	}
}

# The fields that the Baseline profile does not allow as they are.
excessive(options) := {field |
	some field, value in options
	field in {"type", "user", "role"}
	not value in allowed(field)
}

allowed("type") := types

allowed("user") := {""}

allowed("role") := {""}
