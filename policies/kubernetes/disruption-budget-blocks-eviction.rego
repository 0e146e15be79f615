# METADATA
# title: PodDisruptionBudget lets no pod be evicted
# description: >-
#   A budget that needs every pod to stay available refuses each eviction. Draining a node then waits
#   until it times out, and with it node upgrades, repairs and scale-down.
# related_resources:
# - https://kubernetes.io/docs/tasks/run-application/configure-pdb/
# - https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
# custom:
#   severity: medium
#   category: resilience
#   controls: [RES-06]
#   selects: ["policy/*/PodDisruptionBudget"]
#   remediation: >-
#     Allow at least one pod to be evicted: set `maxUnavailable: 1`, or `minAvailable` below the number of
#     replicas. Run a second replica if the workload must stay available meanwhile.
package seaworthy.kubernetes.disruption_budget_blocks_eviction

deny contains finding if {
	value := input.object.spec.maxUnavailable
	value in {0, "0%"}
	count(batch(input.related.workloads)) == 0
	finding := {
		"message": sprintf("`maxUnavailable: %v` lets no pod be evicted", [value]),
		"path": ["spec", "maxUnavailable"],
		"related": places(input.related.workloads, input.related.autoscalers),
	}
}

deny contains finding if {
	value := input.object.spec.minAvailable
	value == "100%"
	count(batch(input.related.workloads)) == 0
	finding := {
		"message": sprintf("`minAvailable: %v` lets no pod be evicted", [value]),
		"path": ["spec", "minAvailable"],
		"related": places(input.related.workloads, input.related.autoscalers),
	}
}

deny contains finding if {
	value := input.object.spec.minAvailable
	value != "100%"
	pods := guaranteed(input.related.workloads, input.related.autoscalers)
	pods > 0
	required(value, pods) >= pods
	finding := {
		"message": sprintf("`minAvailable: %v` lets no pod be evicted while there %s", [value, running(pods)]),
		"path": ["spec", "minAvailable"],
		"related": places(input.related.workloads, input.related.autoscalers),
	}
}

# A budget that keeps the pods of a long-running Job from being evicted is there for just that.
batch(workloads) := [workload | some workload in workloads; workload.kind in {"Job", "CronJob"}]

running(pods) := "is only 1" if pods == 1

running(pods) := sprintf("are only %v", [pods]) if pods != 1

# Percentages are rounded up to the next pod.
required(value, _) := value if is_number(value)

required(value, pods) := ceil((to_number(trim_suffix(value, "%")) * pods) / 100) if {
	is_string(value)
	regex.match(`^[0-9]+%$`, value)
}

# The number of pods that are kept at all times; undefined where one of the workloads does not say.
guaranteed(workloads, autoscalers) := sum(counts) if {
	counts := [replicas |
		some workload in workloads
		workload.kind in {"Deployment", "StatefulSet", "Rollout", "ReplicaSet", "ReplicationController"}
		replicas := fewest(workload, scalers(workload, autoscalers))
		is_number(replicas)
	]
	count(counts) == count(workloads)
}

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
