# METADATA
# title: Container runs as user 0
# description: >-
#   User 0 is root: it owns every file of the container, and is root on the node as soon as anything else
#   fails.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
# custom:
#   severity: high
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [restricted/running-as-non-root-user], nist-800-53-r5: [AC-6]}
#   selects: [pod]
#   remediation: >-
#     Set `runAsUser` to a user other than 0, or remove it and build the image with such a user.
package seaworthy.kubernetes.run_as_root_user

deny contains finding if {
	input.pod.spec.securityContext.runAsUser == 0
	finding := {
		"message": "the pod's containers run as user 0",
		"path": array.concat(input.pod.spec_path, ["securityContext", "runAsUser"]),
	}
}

deny contains finding if {
	some container in input.containers
	container.spec.securityContext.runAsUser == 0
	finding := {
		"message": sprintf("container `%s` runs as user 0", [container.name]),
		"path": array.concat(container.path, ["securityContext", "runAsUser"]),
	}
}
