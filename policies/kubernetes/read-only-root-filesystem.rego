# METADATA
# title: Container root filesystem is writable
# description: >-
#   An attacker who compromises a program with a writable root filesystem can change the program and add tools.
# related_resources:
# - https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
# - https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.34/#securitycontext-v1-core
# custom:
#   severity: low
#   category: security
#   controls: [SEC-23]
#   frameworks: {nist-800-53-r5: [CM-5]}
#   selects: [pod]
#   remediation: >-
#     Set `securityContext.readOnlyRootFilesystem: true`, and mount an `emptyDir` where the program needs to write, such
#     as `/tmp`.
package seaworthy.kubernetes.read_only_root_filesystem

# Windows does not support a read-only root filesystem, and an ephemeral container is for interactive debugging.
deny contains finding if {
	object.get(input.pod.spec, ["os", "name"], "") != "windows"
	some container in input.containers
	container.type != "ephemeral"
	object.get(container.spec, ["securityContext", "readOnlyRootFilesystem"], false) == false
	finding := {
		"message": sprintf("container `%s` has a writable root filesystem", [container.name]),
		"path": array.concat(container.path, ["securityContext", "readOnlyRootFilesystem"]),
	}
}
