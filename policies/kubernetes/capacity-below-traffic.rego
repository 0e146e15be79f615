# METADATA
# title: Largest size is too small for the declared traffic
# description: >-
#   At its largest size, the workload serves less than its declared peak. What is beyond that waits, and then fails.
# related_resources:
# - https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/
# - https://sre.google/sre-book/handling-overload/
# custom:
#   severity: high
#   category: scaling
#   controls: [MSA-17]
#   selects: [workload]
#   params: {throughput_per_replica_rps: 1000}
#   remediation: >-
#     Raise the maximum of the autoscaler, or the number of replicas. Measure what one replica serves, and set the rule's
#     parameter `throughput_per_replica_rps` to it.
package seaworthy.kubernetes.capacity_below_traffic

deny contains finding if {
	input.resource.kind in {"Deployment", "StatefulSet", "ReplicaSet", "Rollout"}
	traffic := input.requirements.traffic_rps
	most := largest(input.object, input.related.autoscalers)
	is_number(most)

	# None at all is switched off.
	most >= 1
	capacity := most * input.params.throughput_per_replica_rps
	capacity < traffic
	finding := {
		"message": sprintf("%v requests per second are declared, and %v at most, with %v each, serve %v (a score of 0.%s)", [
			traffic,
			noun(most),
			input.params.throughput_per_replica_rps,
			capacity,
			hundredths(capacity, traffic),
		]),
		"path": ["spec", "replicas"],
		"requirements": ["traffic_rps"],
		"related": [{
			"address": autoscaler.address,
			"path": ["spec", maximum_field(autoscaler)],
			"message": "its maximum is set here",
		} |
			some autoscaler in input.related.autoscalers
		],
	}
}

# The score is rounded down, so that it never looks like enough.
hundredths(capacity, traffic) := sprintf("%d", [floor((100 * capacity) / traffic)]) if (100 * capacity) / traffic >= 10

hundredths(capacity, traffic) := sprintf("0%d", [floor((100 * capacity) / traffic)]) if (100 * capacity) / traffic < 10

noun(replicas) := "1 replica" if replicas == 1

noun(replicas) := sprintf("%v replicas", [replicas]) if replicas != 1

# The most replicas that there may be.
largest(manifest, autoscalers) := object.get(manifest, ["spec", "replicas"], 1) if count(autoscalers) == 0

largest(_, autoscalers) := max([maximum(autoscaler) | some autoscaler in autoscalers]) if count(autoscalers) > 0

maximum(autoscaler) := autoscaler.object.spec.maxReplicas if autoscaler.kind == "HorizontalPodAutoscaler"

# KEDA's default.
maximum(autoscaler) := object.get(autoscaler.object, ["spec", "maxReplicaCount"], 100) if autoscaler.kind == "ScaledObject"

maximum_field(autoscaler) := "maxReplicas" if autoscaler.kind == "HorizontalPodAutoscaler"

maximum_field(autoscaler) := "maxReplicaCount" if autoscaler.kind == "ScaledObject"
