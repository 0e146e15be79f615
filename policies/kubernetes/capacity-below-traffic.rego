# METADATA
# title: Maximum capacity is below the declared traffic
# description: >-
#   At its maximum size, the workload handles less than its declared peak traffic. Requests beyond that queue and then
#   fail.
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
#     Raise the maximum of the autoscaler or the number of replicas. Measure the throughput of one replica, and set the
#     rule parameter `throughput_per_replica_rps` to it.
package seaworthy.kubernetes.capacity_below_traffic

import data.seaworthy.lib.text

deny contains finding if {
	input.resource.kind in {"Deployment", "StatefulSet", "ReplicaSet", "Rollout"}
	traffic := input.requirements.traffic_rps
	most := largest(input.object, input.related.autoscalers)
	is_number(most)

	# Zero replicas means that the workload is disabled.
	most >= 1
	capacity := most * input.params.throughput_per_replica_rps
	capacity < traffic
	finding := {
		"message": sprintf("maximum capacity is %v requests/s (%s at %v requests/s each), below the declared traffic of %v requests/s (score 0.%s)", [
			capacity,
			text.plural(most, "replica", "replicas"),
			input.params.throughput_per_replica_rps,
			traffic,
			hundredths(capacity, traffic),
		]),
		"path": ["spec", "replicas"],
		"requirements": ["traffic_rps"],
		"related": [{
			"address": autoscaler.address,
			"path": ["spec", maximum_field(autoscaler)],
			"message": "the maximum is set here",
		} |
			some autoscaler in input.related.autoscalers
		],
	}
}

# The score is rounded down, so that it never shows as 1.
hundredths(capacity, traffic) := sprintf("%d", [floor((100 * capacity) / traffic)]) if (100 * capacity) / traffic >= 10

hundredths(capacity, traffic) := sprintf("0%d", [floor((100 * capacity) / traffic)]) if (100 * capacity) / traffic < 10

# The maximum number of replicas.
largest(manifest, autoscalers) := object.get(manifest, ["spec", "replicas"], 1) if count(autoscalers) == 0

largest(_, autoscalers) := max([maximum(autoscaler) | some autoscaler in autoscalers]) if count(autoscalers) > 0

maximum(autoscaler) := autoscaler.object.spec.maxReplicas if autoscaler.kind == "HorizontalPodAutoscaler"

# KEDA's default.
maximum(autoscaler) := object.get(autoscaler.object, ["spec", "maxReplicaCount"], 100) if autoscaler.kind == "ScaledObject"

maximum_field(autoscaler) := "maxReplicas" if autoscaler.kind == "HorizontalPodAutoscaler"

maximum_field(autoscaler) := "maxReplicaCount" if autoscaler.kind == "ScaledObject"
