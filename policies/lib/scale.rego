# How many replicas a workload keeps.
package seaworthy.lib.scale

# The number of replicas that a workload keeps at all times: its autoscalers' minimum, or else `spec.replicas`.
guaranteed(manifest, autoscalers) := object.get(manifest, ["spec", "replicas"], 1) if count(autoscalers) == 0

guaranteed(_, autoscalers) := max([minimum(autoscaler) | some autoscaler in autoscalers]) if count(autoscalers) > 0

# The fewest replicas that an autoscaler leaves: of a HorizontalPodAutoscaler 1 unless it says otherwise, of a KEDA
# ScaledObject 0.
minimum(autoscaler) := object.get(autoscaler.object, ["spec", "minReplicas"], 1) if {
	autoscaler.kind == "HorizontalPodAutoscaler"
}

minimum(autoscaler) := object.get(spec, "idleReplicaCount", object.get(spec, "minReplicaCount", 0)) if {
	autoscaler.kind == "ScaledObject"
	spec := autoscaler.object.spec
}

# The field of an autoscaler's spec that sets that.
minimum_field(autoscaler) := "minReplicas" if autoscaler.kind == "HorizontalPodAutoscaler"

minimum_field(autoscaler) := "minReplicaCount" if autoscaler.kind == "ScaledObject"

# Those of the autoscalers that scale the workload.
scalers(workload, autoscalers) := [autoscaler |
	some autoscaler in autoscalers
	target := autoscaler.object.spec.scaleTargetRef
	target.name == workload.name
	object.get(target, "kind", "Deployment") == workload.kind
]

# A number of pods that is given as such or as a percentage, which is rounded up to the next pod.
pods(value, _) := value if is_number(value)

pods(value, all) := ceil((to_number(trim_suffix(value, "%")) * all) / 100) if {
	is_string(value)
	regex.match(`^[0-9]+%$`, value)
}
