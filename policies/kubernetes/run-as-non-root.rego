# METADATA
# title: Container may run as root
# description: >-
#   Root in a container is root on the node as soon as anything else fails. With `runAsNonRoot: true` the
#   kubelet refuses to start a container that would run as user 0.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
# - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [restricted/running-as-non-root], nist-800-53-r5: [AC-6]}
#   selects: [pod]
#   remediation: >-
#     Set `securityContext.runAsNonRoot: true` in the pod, and build the image with a user other than root.
package seaworthy.kubernetes.run_as_non_root

deny contains finding if {
	input.pod.spec.securityContext.runAsNonRoot == false
	finding := {
		"message": "the pod allows its containers to run as root",
		"path": array.concat(input.pod.spec_path, ["securityContext", "runAsNonRoot"]),
	}
}

deny contains finding if {
	some container in input.containers
	container.spec.securityContext.runAsNonRoot == false
	finding := {
		"message": sprintf("container `%s` may run as root", [container.name]),
		"path": array.concat(container.path, ["securityContext", "runAsNonRoot"]),
	}
}

# Neither the pod nor the container says anything: one finding for the pod, where it is set for all at once.
deny contains finding if {
	object.get(input.pod.spec, ["securityContext", "runAsNonRoot"], "unset") == "unset"
	silent := [sprintf("`%s`", [container.name]) |
		some container in input.containers
		object.get(container.spec, ["securityContext", "runAsNonRoot"], "unset") == "unset"
	]
	count(silent) > 0
	finding := {
		"message": sprintf("nothing keeps %s from running as root", [concat(", ", silent)]),
		"path": array.concat(input.pod.spec_path, ["securityContext", "runAsNonRoot"]),
	}
}
