# METADATA
# title: PodDisruptionBudget lets all pods be evicted at once
# description: >-
#   A budget that lets every pod go at the same time protects nothing: draining nodes can take the whole
#   workload down.
# related_resources:
# - https://kubernetes.io/docs/tasks/run-application/configure-pdb/
# custom:
#   severity: low
#   category: resilience
#   controls: [RES-06]
#   selects: ["policy/*/PodDisruptionBudget"]
#   remediation: >-
#     Set `maxUnavailable` below the number of replicas (`1` suits most workloads), or `minAvailable` to
#     at least `1`.
package seaworthy.kubernetes.disruption_budget_allows_all

import data.seaworthy.lib.scale

deny contains finding if {
	some field, nothing in {"minAvailable": {0, "0%"}, "maxUnavailable": {"100%"}}
	value := input.object.spec[field]
	value in nothing
	# In kube-system a budget also tells the cluster autoscaler that the pods may be moved.
	input.resource.namespace != "kube-system"
	# One pod alone can only be evicted or not.
	pods(input.related.workloads, input.related.autoscalers) != 1
	finding := {
		"message": sprintf("`%s: %v` lets all pods be evicted at once", [field, value]),
		"path": ["spec", field],
	}
}

deny contains finding if {
	value := input.object.spec.maxUnavailable
	value != "100%"
	running := pods(input.related.workloads, input.related.autoscalers)
	running >= 2
	evictable := scale.pods(value, running)
	evictable >= running
	finding := {
		"message": sprintf("`maxUnavailable: %v` lets all %v pods be evicted at once", [value, running]),
		"path": ["spec", "maxUnavailable"],
		"related": places(input.related.workloads, input.related.autoscalers),
	}
}

# The number of pods that are kept at all times; -1 where one of the workloads does not say.
pods(workloads, autoscalers) := sum(counts) if {
	counts := known(workloads, autoscalers)
	count(counts) == count(workloads)
}

pods(workloads, autoscalers) := -1 if count(known(workloads, autoscalers)) != count(workloads)

known(workloads, autoscalers) := [replicas |
	some workload in workloads
	workload.kind in {"Deployment", "StatefulSet", "Rollout", "ReplicaSet", "ReplicationController"}
	replicas := scale.guaranteed(workload.object, scale.scalers(workload, autoscalers))
	is_number(replicas)
]

places(workloads, autoscalers) := array.concat(
	[{
		"address": workload.address,
		"path": ["spec", "replicas"],
		"message": "its replicas are set here",
	} |
		some workload in workloads
		count(scale.scalers(workload, autoscalers)) == 0
	],
	[{
		"address": autoscaler.address,
		"path": ["spec", scale.minimum_field(autoscaler)],
		"message": "its minimum is set here",
	} |
		some autoscaler in autoscalers
	],
)
