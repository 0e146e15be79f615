# METADATA
# title: Autoscaler targets no workload
# description: >-
#   An autoscaler whose target does not exist scales nothing, and the workload that it was written for
#   keeps its size under any load.
# related_resources:
# - https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
# - https://keda.sh/docs/latest/reference/scaledobject-spec/
# custom:
#   severity: high
#   category: scaling
#   controls: [SCL-06]
#   selects: ["autoscaling/*/HorizontalPodAutoscaler", "keda.sh/*/ScaledObject"]
#   remediation: Make `spec.scaleTargetRef` name the `apiVersion`, `kind` and `name` of the workload.
package seaworthy.kubernetes.autoscaler_target_missing

deny contains finding if {
	target := input.object.spec.scaleTargetRef
	is_string(target.name)
	count(input.related.targets) == 0
	meant := [workload |
		some workload in input.related.near_workloads
		workload.group in {"", "apps", "argoproj.io"}
		likely(workload.name, target.name, input.resource.name)
	]
	count(meant) > 0
	finding := {
		"message": sprintf("there is no %s `%v` to scale; %s may be meant", [
			object.get(target, "kind", "Deployment"),
			target.name,
			concat(" or ", sort({sprintf("%s `%s`", [workload.kind, workload.name]) | some workload in meant})),
		]),
		"path": ["spec", "scaleTargetRef"],
		"related": [{
			"address": workload.address,
			"path": ["metadata", "name"],
			"message": "may be meant",
		} |
			some workload in meant
		],
	}
}

# The same name in another kind or group.
likely(name, target, _) if name == target

# The autoscaler itself goes by the workload's name.
likely(name, _, autoscaler) if name == autoscaler

# A letter is missing or too much.
likely(name, target, _) if {
	count(name) > 4
	some pair in [[name, target], [target, name]]
	count(pair[0]) == count(pair[1]) + 1
	some i in numbers.range(0, count(pair[1]))
	regex.match(`^[a-z]$`, substring(pair[0], i, 1))
	concat("", [substring(pair[0], 0, i), substring(pair[0], i + 1, -1)]) == pair[1]
}
