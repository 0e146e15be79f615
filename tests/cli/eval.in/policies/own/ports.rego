# METADATA
# title: Container has many ports
# description: D
# related_resources: [https://example.com]
# custom:
#   severity: low
#   category: security
#   controls: []
#   selects: [pod]
#   params: {most: 1}
#   remediation: R
package seaworthy.own.ports

deny contains finding if {
	some container in input.containers
	ports := object.get(container.spec, "ports", [])
	print(container.name, "has", count(ports), "ports")
	count(ports) > input.params.most
	not is_exempt(container)
	finding := {
		"message": sprintf("%d ports", [count(ports)]),
		"path": array.concat(container.path, ["ports"]),
	}
}

is_exempt(container) if startswith(container.name, "proxy")

names := [container.name | some container in input.containers]
