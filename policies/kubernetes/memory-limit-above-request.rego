# METADATA
# title: Memory limit is far above the request
# description: >-
#   The scheduler only counts requests. Containers that use several times their request overcommit the node, and some
#   are evicted or killed.
# related_resources:
# - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
# - https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/
# custom:
#   severity: low
#   category: scaling
#   controls: [SCL-08]
#   frameworks: {nist-800-53-r5: [SC-6]}
#   selects: [pod]
#   params: {max_ratio: 4}
#   remediation: >-
#     Raise `resources.requests.memory` to what the container actually uses, or lower the limit.
package seaworthy.kubernetes.memory_limit_above_request

deny contains finding if {
	some container in input.containers
	container.type in {"container", "sidecar"}
	resources := container.spec.resources
	most := bytes(resources.limits.memory)
	least := bytes(resources.requests.memory)
	least > 0
	most > least * input.params.max_ratio
	finding := {
		"message": sprintf("the memory limit of container `%s` is `%v`, above %v times its request of `%v`", [
			container.name,
			resources.limits.memory,
			input.params.max_ratio,
			resources.requests.memory,
		]),
		"path": array.concat(container.path, ["resources", "limits", "memory"]),
		"related": [{
			"address": input.resource.address,
			"path": array.concat(container.path, ["resources", "requests", "memory"]),
			"message": "the request",
		}],
	}
}

# Kubernetes quantities.
bytes(quantity) := quantity if is_number(quantity)

bytes(quantity) := units.parse(quantity) if {
	is_string(quantity)
	regex.match(`^[0-9]+(\.[0-9]+)?(Ki|Mi|Gi|Ti|Pi|Ei|k|M|G|T|P|E|m)?$`, quantity)
}
