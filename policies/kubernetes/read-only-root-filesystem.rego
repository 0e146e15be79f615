# METADATA
# title: Container can write to its root file system
# description: >-
#   Whoever breaks into a program with a writable root file system can change the program and bring tools along.
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
#     Set `securityContext.readOnlyRootFilesystem: true`, and mount an `emptyDir` where the program has to write, such
#     as `/tmp`.
package seaworthy.kubernetes.read_only_root_filesystem

# Windows has no read-only root file system, and an ephemeral container is there for a person to work in.
deny contains finding if {
	object.get(input.pod.spec, ["os", "name"], "") != "windows"
	some container in input.containers
	container.type != "ephemeral"
	object.get(container.spec, ["securityContext", "readOnlyRootFilesystem"], false) == false
	finding := {
		"message": sprintf("container `%s` can write to its root file system", [container.name]),
		"path": array.concat(container.path, ["securityContext", "readOnlyRootFilesystem"]),
	}
}
