# METADATA
# title: PodDisruptionBudget blocks all evictions
# description: >-
#   A budget that requires all pods to stay available denies every eviction. Draining a node then waits until it times
#   out, which blocks node upgrades, repairs and scale-down.
# related_resources:
# - https://kubernetes.io/docs/tasks/run-application/configure-pdb/
# - https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
# custom:
#   severity: medium
#   category: resilience
#   controls: [RES-06]
#   selects: ["policy/*/PodDisruptionBudget"]
#   remediation: >-
#     Allow at least one eviction: set `maxUnavailable: 1`, or `minAvailable` below the number of replicas. If the
#     workload must stay available meanwhile, run a second replica.
package seaworthy.kubernetes.disruption_budget_blocks_eviction

import data.seaworthy.lib.scale
import data.seaworthy.lib.text

deny contains finding if {
	value := input.object.spec.maxUnavailable
	value in {0, "0%"}
	count(batch(input.related.workloads)) == 0
	finding := {
		"message": sprintf("`maxUnavailable: %v` allows no eviction", [value]),
		"path": ["spec", "maxUnavailable"],
		"related": places(input.related.workloads, input.related.autoscalers),
	}
}

deny contains finding if {
	value := input.object.spec.minAvailable
	value == "100%"
	count(batch(input.related.workloads)) == 0
	finding := {
		"message": sprintf("`minAvailable: %v` allows no eviction", [value]),
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
		"message": sprintf("`minAvailable: %v` allows no eviction with a guaranteed minimum of %s", [value, text.plural(pods, "pod", "pods")]),
		"path": ["spec", "minAvailable"],
		"related": places(input.related.workloads, input.related.autoscalers),
	}
}

# Protecting the pods of a long-running Job is a valid use of such a budget.
batch(workloads) := [workload | some workload in workloads; workload.kind in {"Job", "CronJob"}]

# The guaranteed number of pods; undefined if it is unknown for one of the workloads.
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
