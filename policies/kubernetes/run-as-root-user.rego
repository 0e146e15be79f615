# METADATA
# title: Container runs as root
# description: >-
#   User 0 is root: it can change all files of the container, and if another protection fails, it is root on the node.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
# - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
# - https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/#integration-with-pod-security-admission-checks
# custom:
#   severity: high
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [restricted/running-as-non-root-user], nist-800-53-r5: [AC-6]}
#   selects: [pod]
#   remediation: >-
#     Set `runAsUser` to a user other than 0, or remove it and build the image with such a user.
package seaworthy.kubernetes.run_as_root_user

# Root in a user namespace is unprivileged on the node: the standard does not restrict `runAsUser` there.
deny contains finding if {
	object.get(input.pod.spec, "hostUsers", true) != false
	input.pod.spec.securityContext.runAsUser == 0
	finding := {
		"message": "the pod sets `runAsUser` to 0",
		"path": array.concat(input.pod.spec_path, ["securityContext", "runAsUser"]),
	}
}

deny contains finding if {
	object.get(input.pod.spec, "hostUsers", true) != false
	some container in input.containers
	container.spec.securityContext.runAsUser == 0
	finding := {
		"message": sprintf("container `%s` runs as user 0", [container.name]),
		"path": array.concat(container.path, ["securityContext", "runAsUser"]),
	}
}
