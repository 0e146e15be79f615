# METADATA
# title: Several PodDisruptionBudgets select the same pods
# description: >-
#   The eviction API denies the eviction of a pod that more than one PodDisruptionBudget selects, so its node cannot be
#   drained.
# related_resources:
# - https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/#how-api-initiated-eviction-works
# - https://kubernetes.io/docs/tasks/run-application/configure-pdb/#arbitrary-controllers-and-selectors
# custom:
#   severity: medium
#   category: resilience
#   controls: [RES-06]
#   selects: [workload]
#   remediation: >-
#     Keep one PodDisruptionBudget for these pods, and delete the others or narrow their selectors.
package seaworthy.kubernetes.disruption_budget_overlap

deny contains finding if {
	# A manifest with the same name is the same object in another environment, not a second budget.
	names := {budget.name | some budget in input.related.disruption_budgets}
	count(names) >= 2
	finding := {
		"message": sprintf("the pods of %s `%s` are selected by %d PodDisruptionBudgets (%s), so they cannot be evicted", [
			input.resource.kind,
			input.resource.name,
			count(names),
			concat(", ", sort([sprintf("`%s`", [name]) | some name in names])),
		]),
		"path": array.concat(input.pod.path, ["metadata", "labels"]),
		"related": [{
			"address": budget.address,
			"path": ["spec", "selector"],
			"message": "selects these pods",
		} |
			some budget in input.related.disruption_budgets
		],
	}
}
