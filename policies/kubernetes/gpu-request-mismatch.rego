# METADATA
# title: GPU request does not match its limit
# description: >-
#   GPUs and other extended resources cannot be overcommitted. The API server rejects a pod whose request has no limit
#   or a different limit, so the workload never starts.
# related_resources:
# - https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/#using-device-plugins
# - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#consuming-extended-resources
# custom:
#   severity: high
#   category: scaling
#   controls: [MSA-07]
#   selects: [pod]
#   remediation: >-
#     Set the number under `resources.limits`; omit the request, or set it to the same number.
package seaworthy.kubernetes.gpu_request_mismatch

deny contains finding if {
	# KServe adds resources from its serving runtime.
	input.resource.group != "serving.kserve.io"
	some container in input.containers
	some resource, requested in container.spec.resources.requests
	extended(resource)
	object.get(container.spec.resources, ["limits", resource], null) == null
	count([1 | some range in input.related.limit_ranges; defaulted(range, resource)]) == 0
	finding := {
		"message": sprintf("container `%s` requests `%s: %v`, but has no limit", [container.name, resource, requested]),
		"path": array.concat(container.path, ["resources", "requests", resource]),
	}
}

deny contains finding if {
	some container in input.containers
	some resource, requested in container.spec.resources.requests
	extended(resource)
	limit := container.spec.resources.limits[resource]
	sprintf("%v", [limit]) != sprintf("%v", [requested])
	finding := {
		"message": sprintf("container `%s` requests `%s: %v`, but has a limit of `%v`", [container.name, resource, requested, limit]),
		"path": array.concat(container.path, ["resources", "requests", resource]),
		"related": [{
			"address": input.resource.address,
			"path": array.concat(container.path, ["resources", "limits", resource]),
			"message": "the limit",
		}],
	}
}

# A name with a domain other than Kubernetes' own.
extended(resource) if {
	is_string(resource)
	contains(resource, "/")
	not contains(resource, "kubernetes.io/")
}

defaulted(range, resource) if {
	some item in range.object.spec.limits
	item.type == "Container"
	some field in ["default", "max"]
	item[field][resource]
}
