# METADATA
# title: Container has no memory limit
# description: >-
#   A container without a limit that leaks memory, or is made to allocate it, can use all memory of its node. Other pods
#   are then evicted or killed.
# related_resources:
# - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
# - https://kubernetes.io/docs/concepts/policy/limit-range/
# custom:
#   severity: medium
#   category: scaling
#   controls: [SCL-08]
#   frameworks: {nist-800-53-r5: [SC-6]}
#   selects: [pod]
#   remediation: >-
#     Set `resources.limits.memory` of the container or the pod to the maximum that it may use.
package seaworthy.kubernetes.memory_limit_missing

deny contains finding if {
	plain(input.resource)
	some container in input.containers
	container.type in {"container", "sidecar", "init"}
	object.get(container.spec, ["resources", "limits", "memory"], null) == null
	object.get(input.pod.spec, ["resources", "limits", "memory"], null) == null
	count([1 | some range in input.related.limit_ranges; defaulted(range)]) == 0
	finding := {
		"message": sprintf("%s `%s` has no memory limit", [label(container.type), container.name]),
		"path": array.concat(container.path, ["resources", "limits", "memory"]),
	}
}

label(type) := "init container" if type == "init"

label(type) := "container" if type != "init"

# Either sets a default limit.
defaulted(range) if {
	some item in range.object.spec.limits
	item.type == "Container"
	some field in ["default", "max"]
	item[field].memory
}

# Kinds whose pods run as written; operators of other kinds set resources themselves.
plain(resource) if {
	resource.group in {"", "apps", "batch", "jobset.x-k8s.io", "kubeflow.org", "leaderworkerset.x-k8s.io", "ray.io"}
}

plain(resource) if resource.kind == "Rollout"

