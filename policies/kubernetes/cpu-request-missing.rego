# METADATA
# title: Container has no CPU request
# description: >-
#   Without a request, the scheduler can place the pod on nodes with no CPU left, and under contention the container
#   gets almost no CPU time.
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
#     Set `resources.requests.cpu` to what the container needs under normal load.
package seaworthy.kubernetes.cpu_request_missing

deny contains finding if {
	plain(input.resource)
	some container in input.containers
	container.type in {"container", "sidecar"}
	missing(container.spec)
	missing(input.pod.spec)
	count([1 | some range in input.related.limit_ranges; defaulted(range)]) == 0
	# A VerticalPodAutoscaler sets requests itself.
	count([1 |
		some vertical in input.related.vertical_autoscalers
		object.get(vertical.object, ["spec", "updatePolicy", "updateMode"], "Auto") != "Off"
	]) == 0
	finding := {
		"message": sprintf("container `%s` has no CPU request", [container.name]),
		"path": array.concat(container.path, ["resources", "requests", "cpu"]),
	}
}

# A request defaults to the limit.
missing(holder) if {
	object.get(holder, ["resources", "requests", "cpu"], null) == null
	object.get(holder, ["resources", "limits", "cpu"], null) == null
}

# Any of these sets a default request.
defaulted(range) if {
	some item in range.object.spec.limits
	item.type == "Container"
	some field in ["defaultRequest", "default", "max", "min"]
	item[field]["cpu"]
}

# Kinds whose pods run as written; operators of other kinds set resources themselves.
plain(resource) if {
	resource.group in {"", "apps", "batch", "jobset.x-k8s.io", "kubeflow.org", "leaderworkerset.x-k8s.io", "ray.io"}
}

plain(resource) if resource.kind == "Rollout"

