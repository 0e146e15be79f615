# The number of replicas of a workload.
package seaworthy.lib.scale

# The guaranteed number of replicas of a workload: the minimum of its autoscalers, or else `spec.replicas`.
guaranteed(manifest, autoscalers) := object.get(manifest, ["spec", "replicas"], 1) if count(autoscalers) == 0

guaranteed(_, autoscalers) := max([minimum(autoscaler) | some autoscaler in autoscalers]) if count(autoscalers) > 0

# The minimum number of replicas of an autoscaler. The default is 1 for a HorizontalPodAutoscaler, and 0 for a KEDA
# ScaledObject.
minimum(autoscaler) := object.get(autoscaler.object, ["spec", "minReplicas"], 1) if {
	autoscaler.kind == "HorizontalPodAutoscaler"
}

minimum(autoscaler) := object.get(spec, "idleReplicaCount", object.get(spec, "minReplicaCount", 0)) if {
	autoscaler.kind == "ScaledObject"
	spec := autoscaler.object.spec
}

# The field in the spec of an autoscaler that sets it.
minimum_field(autoscaler) := "minReplicas" if autoscaler.kind == "HorizontalPodAutoscaler"

minimum_field(autoscaler) := "minReplicaCount" if autoscaler.kind == "ScaledObject"

# The autoscalers that scale the workload.
scalers(workload, autoscalers) := [autoscaler |
	some autoscaler in autoscalers
	target := autoscaler.object.spec.scaleTargetRef
	target.name == workload.name
	object.get(target, "kind", "Deployment") == workload.kind
]

# A number of pods from a number or a percentage, which is rounded up.
pods(value, _) := value if is_number(value)

pods(value, all) := ceil((to_number(trim_suffix(value, "%")) * all) / 100) if {
	is_string(value)
	regex.match(`^[0-9]+%$`, value)
}
