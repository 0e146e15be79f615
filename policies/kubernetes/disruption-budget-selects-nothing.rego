# METADATA
# title: PodDisruptionBudget selects no workload
# description: >-
#   A budget whose selector matches no pods protects nothing, while the workload it was written for goes
#   unprotected.
# related_resources:
# - https://kubernetes.io/docs/tasks/run-application/configure-pdb/#specifying-a-poddisruptionbudget
# custom:
#   severity: medium
#   category: resilience
#   controls: [SCL-06, RES-06]
#   selects: ["policy/*/PodDisruptionBudget"]
#   remediation: Make `spec.selector` match the labels of the workload's pod template.
package seaworthy.kubernetes.disruption_budget_selects_nothing

deny contains finding if {
	wanted := input.object.spec.selector.matchLabels
	is_object(wanted)
	count(wanted) > 0
	object.get(input.object, ["spec", "selector", "matchExpressions"], []) == []
	count(input.related.workloads) == 0
	meant := [workload |
		some workload in input.related.near_workloads
		workload.group in {"", "apps", "batch", "argoproj.io"}
		some pod in workload.pods
		labels := object.get(pod.metadata, "labels", {})
		is_object(labels)
		likely(workload.name == input.resource.name, wanted, labels)
	]
	count(meant) > 0
	# An operator labels its pods as it likes.
	count([workload |
		some workload in input.related.near_workloads
		not workload.group in {"", "apps", "batch", "argoproj.io"}
	]) == 0
	finding := {
		"message": sprintf("the selector matches no pods; it nearly matches those of %s", [concat(", ", sort({sprintf("%s `%s`", [workload.kind, workload.name]) |
			some workload in meant
		}))]),
		"path": ["spec", "selector"],
		"related": [{
			"address": workload.address,
			"path": array.concat(pod.path, ["metadata", "labels"]),
			"message": "the labels of its pods",
		} |
			some workload in meant
			some pod in workload.pods
		],
	}
}

# A workload of the same name is meant, unless pods get the missing labels at run time. One of another name is meant only
# if slips are all that is in the way.
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

# The value stands under another key.
slip(key, value, labels) if {
	object.get(labels, key, null) == null
	value in {own | some own in labels}
}

# A letter is missing or too much.
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
