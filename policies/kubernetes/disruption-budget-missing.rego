# METADATA
# title: Replicated workload without a PodDisruptionBudget
# description: >-
#   When a node is drained for an upgrade, or removed by a cluster autoscaler, its pods are evicted as
#   fast as they can be. Without a PodDisruptionBudget nothing stops all replicas of a workload from being
#   evicted at once.
# related_resources:
# - https://kubernetes.io/docs/tasks/run-application/configure-pdb/
# - https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
# custom:
#   severity: medium
#   category: resilience
#   controls: [RES-06]
#   selects: [workload]
#   remediation: >-
#     Add a PodDisruptionBudget with the same selector as the workload and `maxUnavailable: 1`, or a
#     `minAvailable` below the number of replicas.
package seaworthy.kubernetes.disruption_budget_missing

deny contains finding if {
	input.resource.kind in {"Deployment", "StatefulSet", "Rollout"}
	count(input.related.disruption_budgets) == 0
	replicas := guaranteed(input.object, input.related.autoscalers)
	is_number(replicas)
	replicas >= 2
	finding := {
		"message": sprintf("%s `%s` keeps at least %v replicas, and no PodDisruptionBudget selects its pods", [
			input.resource.kind,
			input.resource.name,
			replicas,
		]),
		"path": ["spec", "replicas"],
		"related": [{
			"address": autoscaler.address,
			"path": ["spec", minimum_field(autoscaler)],
			"message": "its minimum is set here",
		} |
			some autoscaler in input.related.autoscalers
		],
	}
}

# The number of replicas that are kept at all times: an autoscaler's minimum, or else `replicas`.
guaranteed(manifest, autoscalers) := object.get(manifest, ["spec", "replicas"], 1) if count(autoscalers) == 0

guaranteed(_, autoscalers) := max([minimum(autoscaler) | some autoscaler in autoscalers]) if count(autoscalers) > 0

minimum(autoscaler) := object.get(autoscaler.object, ["spec", "minReplicas"], 1) if {
	autoscaler.kind == "HorizontalPodAutoscaler"
}

minimum(autoscaler) := object.get(spec, "idleReplicaCount", object.get(spec, "minReplicaCount", 0)) if {
	autoscaler.kind == "ScaledObject"
	spec := autoscaler.object.spec
}

minimum_field(autoscaler) := "minReplicas" if autoscaler.kind == "HorizontalPodAutoscaler"

minimum_field(autoscaler) := "minReplicaCount" if autoscaler.kind == "ScaledObject"
