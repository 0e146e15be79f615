# METADATA
# title: SELinux options are outside the Baseline profile
# description: >-
#   On nodes with SELinux, the type of a process determines what it can access. A type that is not meant for containers,
#   or a custom user or role, can give a container access to the node.
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
#     Remove `user` and `role`, and remove `type` or set it to `container_t`, `container_init_t`, `container_kvm_t` or
#     `container_engine_t`. `level` is allowed.
package seaworthy.kubernetes.selinux_options

allowed := {
	"type": {"", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"},
	"user": {""},
	"role": {""},
}

deny contains finding if {
	options := input.pod.spec.securityContext.seLinuxOptions
	some field, values in allowed
	value := options[field]
	not value in values
	finding := {
		"message": sprintf("the pod sets the SELinux %s to `%v`", [field, value]),
		"path": array.concat(input.pod.spec_path, ["securityContext", "seLinuxOptions", field]),
	}
}

deny contains finding if {
	some container in input.containers
	options := container.spec.securityContext.seLinuxOptions
	some field, values in allowed
	value := options[field]
	not value in values
	finding := {
		"message": sprintf("container `%s` sets the SELinux %s to `%v`", [container.name, field, value]),
		"path": array.concat(container.path, ["securityContext", "seLinuxOptions", field]),
	}
}
