# METADATA
# title: PodDisruptionBudget allows all pods to be evicted
# description: >-
#   A budget that allows all pods to be evicted at once has no effect: draining nodes can make the whole workload
#   unavailable.
# related_resources:
# - https://kubernetes.io/docs/tasks/run-application/configure-pdb/
# custom:
#   severity: low
#   category: resilience
#   controls: [RES-06]
#   selects: ["policy/*/PodDisruptionBudget"]
#   remediation: >-
#     Set `maxUnavailable` below the number of replicas (`1` suits most workloads), or `minAvailable` to at least `1`.
package seaworthy.kubernetes.disruption_budget_allows_all

import data.seaworthy.lib.scale

deny contains finding if {
	some field, nothing in {"minAvailable": {0, "0%"}, "maxUnavailable": {"100%"}}
	value := input.object.spec[field]
	value in nothing
	# In kube-system, a budget also allows the cluster autoscaler to move the pods.
	input.resource.namespace != "kube-system"
	# A single pod is either evicted or not.
	pods(input.related.workloads, input.related.autoscalers) != 1
	finding := {
		"message": sprintf("`%s: %v` allows all pods to be evicted at once", [field, value]),
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
		"message": sprintf("`maxUnavailable: %v` allows %v of %v pods to be evicted at once", [value, running, running]),
		"path": ["spec", "maxUnavailable"],
		"related": places(input.related.workloads, input.related.autoscalers),
	}
}

# The guaranteed number of pods; -1 if it is unknown for one of the workloads.
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
		"message": "the number of replicas is set here",
	} |
		some workload in workloads
		count(scale.scalers(workload, autoscalers)) == 0
	],
	[{
		"address": autoscaler.address,
		"path": ["spec", scale.minimum_field(autoscaler)],
		"message": "the minimum is set here",
	} |
		some autoscaler in autoscalers
	],
)
