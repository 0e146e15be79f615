# METADATA
# title: Workload has no PodDisruptionBudget
# description: >-
#   When a node is drained for an upgrade or removed by the cluster autoscaler, its pods are evicted. Without a
#   PodDisruptionBudget, all replicas of a workload can be evicted at once.
# related_resources:
# - https://kubernetes.io/docs/tasks/run-application/configure-pdb/
# - https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
# custom:
#   severity: medium
#   category: resilience
#   controls: [RES-06]
#   selects: [workload]
#   remediation: >-
#     Add a PodDisruptionBudget with the workload's selector and `maxUnavailable: 1`, or a `minAvailable` below the
#     number of replicas.
package seaworthy.kubernetes.disruption_budget_missing

import data.seaworthy.lib.scale

deny contains finding if {
	input.resource.kind in {"Deployment", "StatefulSet", "Rollout"}
	count(input.related.disruption_budgets) == 0
	replicas := scale.guaranteed(input.object, input.related.autoscalers)
	is_number(replicas)
	replicas >= 2
	finding := {
		"message": sprintf("%s `%s` has at least %v replicas, but no PodDisruptionBudget selects its pods", [
			input.resource.kind,
			input.resource.name,
			replicas,
		]),
		"path": ["spec", "replicas"],
		"related": [{
			"address": autoscaler.address,
			"path": ["spec", scale.minimum_field(autoscaler)],
			"message": "the minimum is set here",
		} |
			some autoscaler in input.related.autoscalers
		],
	}
}
