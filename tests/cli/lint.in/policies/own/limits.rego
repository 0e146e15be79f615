# METADATA
# title: Too many ports
# description: A pod with many ports is hard to reason about.
# related_resources:
# - https://kubernetes.io/docs/concepts/services-networking/service/
# custom:
#   severity: low
#   category: operations
#   controls: [SEC-171]
#   frameworks: {pss: [baseline/privileges]}
#   selects: [pod]
#   params: {most: 10, least: 1}
#   remediation: Open fewer ports.
package seaworthy.own.limits

deny contains finding if {
	some container in input.containers
	count(container.spec.ports) > input.params.mots
	not container.spec.image in {"proxy"}
	finding := {
		"message": sprintf("container `%s` opens %d ports.", [container.name]),
		"path": container.path,
	}
}

unused(x) := regex.match("(", x)
