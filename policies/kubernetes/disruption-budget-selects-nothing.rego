# METADATA
# title: PodDisruptionBudget selects no workload
# description: >-
#   A budget whose selector matches no pods has no effect, and the intended workload is not protected.
# related_resources:
# - https://kubernetes.io/docs/tasks/run-application/configure-pdb/#specifying-a-poddisruptionbudget
# custom:
#   severity: medium
#   category: resilience
#   controls: [SCL-06, RES-06]
#   selects: ["policy/*/PodDisruptionBudget"]
#   remediation: >-
#     Set `spec.selector` to labels of the workload's pod template.
package seaworthy.kubernetes.disruption_budget_selects_nothing

deny contains finding if {
	wanted := input.object.spec.selector.matchLabels
	is_object(wanted)
	count(wanted) > 0
	object.get(input.object, ["spec", "selector", "matchExpressions"], []) == []
	count(input.related.workloads) == 0
	candidates := [workload |
		some workload in input.related.near_workloads
		workload.group in {"", "apps", "batch", "argoproj.io"}
		some pod in workload.pods
		labels := object.get(pod.metadata, "labels", {})
		is_object(labels)
		likely(workload.name == input.resource.name, wanted, labels)
	]
	count(candidates) > 0
	# Operators set the labels of their pods.
	count([workload |
		some workload in input.related.near_workloads
		not workload.group in {"", "apps", "batch", "argoproj.io"}
	]) == 0
	finding := {
		"message": sprintf("the selector matches no pods; it almost matches those of %s", [concat(", ", sort({sprintf("%s `%s`", [workload.kind, workload.name]) |
			some workload in candidates
		}))]),
		"path": ["spec", "selector"],
		"related": [{
			"address": workload.address,
			"path": array.concat(pod.path, ["metadata", "labels"]),
			"message": "labels of its pods",
		} |
			some workload in candidates
			some pod in workload.pods
		],
	}
}

# A workload with the same name is the intended one, unless pods get the missing labels at run time. One with another name is
# only if all differences look like typing errors.
likely(same_name, wanted, labels) if {
	same_name == true
	count([key |
		some key, value in wanted
		object.get(labels, key, null) == null
		not slip(key, value, labels)
	]) == 0
}

likely(same_name, wanted, labels) if {
	same_name == false
	count([key |
		some key, value in wanted
		object.get(labels, key, null) != value
		not slip(key, value, labels)
	]) == 0
}

# The value has another key.
slip(key, value, labels) if {
	object.get(labels, key, null) == null
	value in {own | some own in labels}
}

# One letter is missing or added.
slip(key, value, labels) if {
	own := object.get(labels, key, "")
	is_string(own)
	is_string(value)
	count(own) > 4
	some pair in [[value, own], [own, value]]
	count(pair[0]) == count(pair[1]) + 1
	some i in numbers.range(0, count(pair[1]))
	regex.match(`^[a-z]$`, substring(pair[0], i, 1))
	concat("", [substring(pair[0], 0, i), substring(pair[0], i + 1, -1)]) == pair[1]
}
