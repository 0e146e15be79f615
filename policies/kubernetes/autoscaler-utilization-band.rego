# METADATA
# title: Autoscaler CPU utilization target is outside the usual range
# description: >-
#   With a target close to 100%, pods have no headroom while new ones start. With a low target, most of the requested
#   CPU is idle.
# related_resources:
# - https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
# - https://keda.sh/docs/latest/scalers/cpu/
# custom:
#   severity: low
#   category: scaling
#   controls: [SCL-03]
#   selects: ["autoscaling/*/HorizontalPodAutoscaler", "keda.sh/*/ScaledObject"]
#   params: {target_cpu_utilization: 70, cpu_low: 40, cpu_high: 85}
#   remediation: >-
#     Set the target to about 70% of the CPU request, and set the request to what a pod needs under normal load.
package seaworthy.kubernetes.autoscaler_utilization_band

deny contains finding if {
	some goal in goals(input.object.spec)
	problem := judged(goal.value, input.params)
	finding := {
		"message": sprintf("the CPU utilization target is %v%%, %s; about %v%% is usual", [
			goal.value,
			problem,
			input.params.target_cpu_utilization,
		]),
		"path": goal.path,
	}
}

judged(value, params) := sprintf("above the maximum of %v%%", [params.cpu_high]) if value > params.cpu_high

judged(value, params) := sprintf("below the minimum of %v%%", [params.cpu_low]) if value < params.cpu_low

goals(spec) := array.concat(
	[{"value": value, "path": ["spec", "metrics", i, source, "target", "averageUtilization"]} |
		some i, metric in spec.metrics
		some source in ["resource", "containerResource"]
		metric[source].name == "cpu"
		value := metric[source].target.averageUtilization
		is_number(value)
	],
	array.concat(
		[{"value": value, "path": ["spec", "targetCPUUtilizationPercentage"]} |
			value := spec.targetCPUUtilizationPercentage
			is_number(value)
		],
		[{"value": to_number(text), "path": ["spec", "triggers", i, "metadata", "value"]} |
			some i, trigger in spec.triggers
			trigger.type == "cpu"
			object.get(trigger, "metricType", object.get(trigger, ["metadata", "type"], "")) == "Utilization"
			text := sprintf("%v", [trigger.metadata.value])
			regex.match(`^[0-9]+$`, text)
		],
	),
)
