# METADATA
# title: Image comes from an unknown registry
# description: >-
#   Images from registries that nobody watches may change or vanish, and nobody scans them.
# related_resources:
# - https://kubernetes.io/docs/concepts/containers/images/
# custom:
#   severity: medium # critical, high, medium, low or info
#   category: security # security, resilience, scaling, observability, data or operations
#   controls: [] # ids of the practice catalogue, such as SEC-23: see `seaworthy rules`
#   selects: ["{selects}"]
#   params: {registries: [registry.example.com/]}
#   remediation: Pull the image from one of the known registries.
package {package}

# Change everything above and below to what the rule is about, then the fixtures, then the test.
# `seaworthy eval FILE` shows what `input` holds; docs/writing-rules.md describes it.

deny contains finding if {
	some container in input.containers
	count([registry |
		some registry in input.params.registries
		startswith(container.spec.image, registry)
	]) == 0
	finding := {
		"message": sprintf("container `%s` runs `%s`", [container.name, container.spec.image]),
		"path": array.concat(container.path, ["image"]),
	}
}
