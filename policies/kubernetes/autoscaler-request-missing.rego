# METADATA
# title: Autoscaled container has no request for the scaled resource
# description: >-
#   Utilization is a percentage of the resource requests. If a container that counts has no request, the autoscaler
#   cannot compute it and does not scale on this metric.
# related_resources:
# - https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#how-does-a-horizontalpodautoscaler-work
# - https://keda.sh/docs/latest/scalers/cpu/
# custom:
#   severity: high
#   category: scaling
#   controls: [SCL-04]
#   selects: [workload]
#   remediation: >-
#     Set `resources.requests` for the resource in every container of the pod, sidecars included, or scale on a single
#     container with a `ContainerResource` metric.
package seaworthy.kubernetes.autoscaler_request_missing

deny contains finding if {
	some autoscaler in input.related.autoscalers
	some goal in goals(autoscaler)
	resource := goal.resource
	some container in input.containers
	container.type in {"container", "sidecar"}
	goal.container in {"", container.name}
	declared(container.spec, resource) == false
	# Requests of the pod count for metrics of the pod.
	count([1 | goal.container == ""; declared(input.pod.spec, resource)]) == 0
	count([1 | some range in input.related.limit_ranges; defaulted(range, resource)]) == 0
	# A VerticalPodAutoscaler sets requests itself.
	count([1 |
		some vertical in input.related.vertical_autoscalers
		object.get(vertical.object, ["spec", "updatePolicy", "updateMode"], "Auto") != "Off"
	]) == 0
	finding := {
		"message": sprintf("container `%s` has no `%s` request, so %s `%s` cannot compute its utilization", [
			container.name,
			resource,
			autoscaler.kind,
			autoscaler.name,
		]),
		"path": array.concat(container.path, ["resources", "requests", resource]),
		"related": [{
			"address": autoscaler.address,
			"path": goal.path,
			"message": sprintf("scales on `%s` utilization", [resource]),
		}],
	}
}

# A request defaults to the limit.
declared(holder, resource) if object.get(holder, ["resources", "requests", resource], null) != null

declared(holder, resource) if object.get(holder, ["resources", "limits", resource], null) != null

declared(holder, resource) := false if {
	object.get(holder, ["resources", "requests", resource], null) == null
	object.get(holder, ["resources", "limits", resource], null) == null
}

# Any of these sets a default request.
defaulted(range, resource) if {
	some item in range.object.spec.limits
	item.type == "Container"
	some field in ["defaultRequest", "default", "max", "min"]
	item[field][resource]
}

# The utilization targets of an autoscaler.
goals(autoscaler) := array.concat(
	[{"resource": metric.resource.name, "container": "", "path": ["spec", "metrics", i]} |
		autoscaler.kind == "HorizontalPodAutoscaler"
		some i, metric in autoscaler.object.spec.metrics
		metric.type == "Resource"
		relative(metric.resource)
		metric.resource.name in {"cpu", "memory"}
	],
	array.concat(
		[{
			"resource": metric.containerResource.name,
			"container": metric.containerResource.container,
			"path": ["spec", "metrics", i],
		} |
			autoscaler.kind == "HorizontalPodAutoscaler"
			some i, metric in autoscaler.object.spec.metrics
			metric.type == "ContainerResource"
			relative(metric.containerResource)
			metric.containerResource.name in {"cpu", "memory"}
		],
		array.concat(
			[{
				"resource": trigger.type,
				"container": object.get(trigger, ["metadata", "containerName"], ""),
				"path": ["spec", "triggers", i],
			} |
				autoscaler.kind == "ScaledObject"
				some i, trigger in autoscaler.object.spec.triggers
				trigger.type in {"cpu", "memory"}
				object.get(trigger, "metricType", object.get(trigger, ["metadata", "type"], "")) == "Utilization"
			],
			# The default without metrics, and the only metric of version 1, is CPU.
			[{"resource": "cpu", "container": "", "path": ["spec", "targetCPUUtilizationPercentage"]} |
				autoscaler.kind == "HorizontalPodAutoscaler"
				object.get(autoscaler.object, ["spec", "metrics"], []) == []
				count([key |
					some key, _ in autoscaler.object.metadata.annotations
					key == "autoscaling.alpha.kubernetes.io/metrics"
				]) == 0
			],
		),
	),
)

relative(source) if source.target.averageUtilization

relative(source) if source.target.type == "Utilization"

relative(source) if source.targetAverageUtilization
