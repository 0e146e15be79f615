# METADATA
# title: T
# description: D
# related_resources:
# - https://example.com/a
# custom:
#   severity: low
#   category: security
#   controls: []
#   selects: [pod]
#   remediation: R
package seaworthy.own.a

deny contains {"message": "m", "path": []} if {
	some container in input.containers
	not startswith(container.spec.image, "a") # lint
	not startswith(container.name, "a")
	not container.spec.kind in {"a"} # lint
	not object.get(container.spec, "kind", "") in {"a"}
	not object.get(container.spec.ports, "kind", "") in {"a"} # lint
	not input.object.spec.type in {"a"} # lint
	not input.object.kind == "Pod"
	not input.params.x in {"a"} # lint: undeclared-parameter
}

deny contains {"message": "m", "path": []} if {
	image := input.object.spec.image.name
	not startswith(input.object.spec.image, "a")
	not endswith(image, "a")
	not is_good(input.object.spec.name) # lint
}

is_good(x) if x == "a"
