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
	evictable := allowed(value, running)
	evictable >= running
	finding := {
		"message": sprintf("`maxUnavailable: %v` lets all %v pods be evicted at once", [value, running]),
		"path": ["spec", "maxUnavailable"],
		"related": places(input.related.workloads, input.related.autoscalers),
	}
}

# Percentages are rounded up to the next pod.
allowed(value, _) := value if is_number(value)

allowed(value, running) := ceil((to_number(trim_suffix(value, "%")) * running) / 100) if {
	is_string(value)
	regex.match(`^[0-9]+%$`, value)
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
	replicas := fewest(workload, scalers(workload, autoscalers))
	is_number(replicas)
]

fewest(workload, scaling) := object.get(workload.object, ["spec", "replicas"], 1) if count(scaling) == 0

fewest(_, scaling) := max([minimum(autoscaler) | some autoscaler in scaling]) if count(scaling) > 0

minimum(autoscaler) := object.get(autoscaler.object, ["spec", "minReplicas"], 1) if {
	autoscaler.kind == "HorizontalPodAutoscaler"
}

minimum(autoscaler) := object.get(spec, "idleReplicaCount", object.get(spec, "minReplicaCount", 0)) if {
	autoscaler.kind == "ScaledObject"
	spec := autoscaler.object.spec
}

scalers(workload, autoscalers) := [autoscaler |
	some autoscaler in autoscalers
	target := autoscaler.object.spec.scaleTargetRef
	target.name == workload.name
	object.get(target, "kind", "Deployment") == workload.kind
]

places(workloads, autoscalers) := array.concat(
	[{
		"address": workload.address,
		"path": ["spec", "replicas"],
		"message": "its replicas are set here",
	} |
		some workload in workloads
		count(scalers(workload, autoscalers)) == 0
	],
	[{
		"address": autoscaler.address,
		"path": ["spec", minimum_field(autoscaler)],
		"message": "its minimum is set here",
	} |
		some autoscaler in autoscalers
	],
)

minimum_field(autoscaler) := "minReplicas" if autoscaler.kind == "HorizontalPodAutoscaler"

minimum_field(autoscaler) := "minReplicaCount" if autoscaler.kind == "ScaledObject"
