# METADATA
# title: Container has many ports
# description: D
# related_resources: [https://example.com]
# custom:
#   severity: low
#   category: security
#   controls: []
#   selects: [v1/Pod]
#   params: {most: 1}
#   remediation: R
package seaworthy.own.ports

deny contains finding if {
	some container in input.containers
	ports := object.get(container.spec, "ports", [])
	count(ports) > input.params.most
	finding := {
		"message": sprintf("%d ports", [count(ports)]),
		"path": array.concat(container.path, ["ports"]),
	}
}

deny contains {"message": "no labels", "path": ["metadata", "labels"]} if not input.object.metadata.labels
