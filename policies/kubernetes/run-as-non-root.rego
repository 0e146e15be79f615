# METADATA
# title: Container is not required to run as non-root
# description: >-
#   With `runAsNonRoot: true`, the kubelet refuses to start a container as user 0. Without it, a change of the image or
#   of `runAsUser` is enough to run as root, which has far more access if another protection fails.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
# - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
# - https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/#integration-with-pod-security-admission-checks
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [restricted/running-as-non-root], nist-800-53-r5: [AC-6]}
#   selects: [pod]
#   remediation: >-
#     Set `securityContext.runAsNonRoot: true` in the pod, and remove it where a container sets it to `false`. Each
#     image needs a numeric user other than 0, or set one with `runAsUser`.
package seaworthy.kubernetes.run_as_non_root

# Root in a user namespace is unprivileged on the node: the standard does not restrict `runAsNonRoot` and `runAsUser` there.
deny contains finding if {
	object.get(input.pod.spec, "hostUsers", true) != false
	input.pod.spec.securityContext.runAsNonRoot == false
	finding := {
		"message": "the pod sets `runAsNonRoot` to `false`",
		"path": array.concat(input.pod.spec_path, ["securityContext", "runAsNonRoot"]),
	}
}

deny contains finding if {
	object.get(input.pod.spec, "hostUsers", true) != false
	some container in input.containers
	container.spec.securityContext.runAsNonRoot == false
	finding := {
		"message": sprintf("container `%s` sets `runAsNonRoot` to `false`", [container.name]),
		"path": array.concat(container.path, ["securityContext", "runAsNonRoot"]),
	}
}

# Neither the pod nor the container sets it: one finding for the pod, where it can be set for all containers.
deny contains finding if {
	object.get(input.pod.spec, "hostUsers", true) != false
	object.get(input.pod.spec, ["securityContext", "runAsNonRoot"], "unset") == "unset"
	silent := [sprintf("`%s`", [container.name]) |
		some container in input.containers
		object.get(container.spec, ["securityContext", "runAsNonRoot"], "unset") == "unset"
	]
	count(silent) > 0
	finding := {
		"message": sprintf("`runAsNonRoot` is not set for %s", [concat(", ", silent)]),
		"path": array.concat(input.pod.spec_path, ["securityContext", "runAsNonRoot"]),
	}
}
