# METADATA
# title: Container takes a port of its node
# description: >-
#   A host port bypasses Services and network policies, and ties each pod to a node on which the port is
#   free.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [baseline/host-ports], nist-800-53-r5: [SC-7]}
#   selects: [pod]
#   remediation: >-
#     Remove `hostPort` and expose the port with a Service.
package seaworthy.kubernetes.host_port

deny contains finding if {
	some container in input.containers
	some i, port in container.spec.ports
	object.get(port, "hostPort", 0) != 0
	finding := {
		"message": sprintf("container `%s` takes port %v of the node", [container.name, port.hostPort]),
		"path": array.concat(container.path, ["ports", i, "hostPort"]),
	}
}
