# METADATA
# title: Autoscaler targets no workload
# description: >-
#   An autoscaler whose target does not exist scales nothing, and the intended workload keeps its size under any load.
# related_resources:
# - https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
# - https://keda.sh/docs/latest/reference/scaledobject-spec/
# custom:
#   severity: high
#   category: scaling
#   controls: [SCL-06]
#   selects: ["autoscaling/*/HorizontalPodAutoscaler", "keda.sh/*/ScaledObject"]
#   remediation: >-
#     Set `spec.scaleTargetRef` to the `apiVersion`, `kind` and `name` of the workload.
package seaworthy.kubernetes.autoscaler_target_missing

deny contains finding if {
	target := input.object.spec.scaleTargetRef
	is_string(target.name)
	count(input.related.targets) == 0
	candidates := [workload |
		some workload in input.related.near_workloads
		workload.group in {"", "apps", "argoproj.io"}
		likely(workload.name, target.name, input.resource.name)
	]
	count(candidates) > 0
	finding := {
		"message": sprintf("the target %s `%v` does not exist; a likely target is %s", [
			object.get(target, "kind", "Deployment"),
			target.name,
			concat(" or ", sort({sprintf("%s `%s`", [workload.kind, workload.name]) | some workload in candidates})),
		]),
		"path": ["spec", "scaleTargetRef"],
		"related": [{
			"address": workload.address,
			"path": ["metadata", "name"],
			"message": "likely target",
		} |
			some workload in candidates
		],
	}
}

# The same name in another kind or group.
likely(name, target, _) if name == target

# The autoscaler has the name of the workload.
likely(name, _, autoscaler) if name == autoscaler

# One letter is missing or added.
likely(name, target, _) if {
	count(name) > 4
	some pair in [[name, target], [target, name]]
	count(pair[0]) == count(pair[1]) + 1
	some i in numbers.range(0, count(pair[1]))
	regex.match(`^[a-z]$`, substring(pair[0], i, 1))
	concat("", [substring(pair[0], 0, i), substring(pair[0], i + 1, -1)]) == pair[1]
}
