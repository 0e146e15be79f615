# METADATA
# title: Windows container runs as a HostProcess container
# description: >-
#   A HostProcess container runs directly on the Windows node: it has access to the node's network and files, and runs
#   with the permissions of an account of the node.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# - https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/
# custom:
#   severity: critical
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [baseline/host-process], nist-800-53-r5: [AC-6]}
#   selects: [pod]
#   remediation: >-
#     Remove `hostProcess`, or set it to `false`, in the pod and in every container.
package seaworthy.kubernetes.windows_host_process

deny contains finding if {
	input.pod.spec.securityContext.windowsOptions.hostProcess == true
	finding := {
		"message": "the pod's containers run as HostProcess containers on the Windows node",
		"path": array.concat(input.pod.spec_path, ["securityContext", "windowsOptions", "hostProcess"]),
	}
}

deny contains finding if {
	some container in input.containers
	container.spec.securityContext.windowsOptions.hostProcess == true
	finding := {
		"message": sprintf("container `%s` runs as a HostProcess container on the Windows node", [container.name]),
		"path": array.concat(container.path, ["securityContext", "windowsOptions", "hostProcess"]),
	}
}
