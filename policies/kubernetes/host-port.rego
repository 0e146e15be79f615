# METADATA
# title: Container uses a host port
# description: >-
#   A host port exposes the container at the node's address, bypassing Services and often network policies. Only one pod
#   per node can use the port, so others stay pending.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [baseline/host-ports], nist-800-53-r5: [SC-7]}
#   selects: [pod]
#   params: {known_ports: []}
#   remediation: >-
#     Remove `hostPort`, and `hostNetwork` if it is set, and expose the port with a Service.
package seaworthy.kubernetes.host_port

deny contains finding if {
	some container in input.containers
	some i, port in container.spec.ports
	port.hostPort != 0
	not port.hostPort in object.get(input.params, "known_ports", [])
	finding := {
		"message": sprintf("container `%s` uses host port %v", [container.name, port.hostPort]),
		"path": array.concat(container.path, ["ports", i, "hostPort"]),
	}
}
