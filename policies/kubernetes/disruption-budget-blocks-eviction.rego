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

import data.seaworthy.lib.scale

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
	scale.pods(value, pods) >= pods
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

# The number of pods that are kept at all times; undefined where one of the workloads does not say.
guaranteed(workloads, autoscalers) := sum(counts) if {
	counts := [replicas |
		some workload in workloads
		workload.kind in {"Deployment", "StatefulSet", "Rollout", "ReplicaSet", "ReplicationController"}
		replicas := scale.guaranteed(workload.object, scale.scalers(workload, autoscalers))
		is_number(replicas)
	]
	count(counts) == count(workloads)
}

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
