# METADATA
# title: Topology spread selector does not match the pod
# description: >-
#   Topology spread constraints and anti-affinity count the pods that their selector matches. If it does not match the
#   pod itself, its replicas are not counted and not spread.
# related_resources:
# - https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#implicit-conventions
# - https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity
# custom:
#   severity: medium
#   category: resilience
#   controls: [RES-07]
#   selects: [pod]
#   remediation: >-
#     Set `labelSelector` to labels of the same pod template.
package seaworthy.kubernetes.spread_selector_mismatch

deny contains finding if {
	whole(input.resource)
	labels := input.pod.metadata.labels
	is_object(labels)
	count(labels) > 0
	some i, constraint in input.pod.spec.topologySpreadConstraints
	unmet := mismatches(constraint.labelSelector, labels)
	count(unmet) > 0
	finding := {
		"message": sprintf("the spread constraint over `%v` selects %s, which does not match the labels of this pod", [
			constraint.topologyKey,
			concat(", ", unmet),
		]),
		"path": array.concat(input.pod.spec_path, ["topologySpreadConstraints", i, "labelSelector"]),
	}
}

deny contains finding if {
	whole(input.resource)
	some i, constraint in input.pod.spec.topologySpreadConstraints
	not constraint.labelSelector
	finding := {
		"message": sprintf("the spread constraint over `%v` has no `labelSelector`, so it counts no pods", [constraint.topologyKey]),
		"path": array.concat(input.pod.spec_path, ["topologySpreadConstraints", i, "labelSelector"]),
	}
}

# Anti-affinity to other pods is valid; a value that this pod has under another label key is a typing error.
deny contains finding if {
	whole(input.resource)
	labels := input.pod.metadata.labels
	is_object(labels)
	some i, term in input.pod.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution
	slips := misnamed(term, labels)
	count(slips) > 0
	finding := {
		"message": sprintf("the anti-affinity selects %s, a value that this pod has under another label key", [concat(", ", slips)]),
		"path": array.concat(input.pod.spec_path, [
			"affinity",
			"podAntiAffinity",
			"requiredDuringSchedulingIgnoredDuringExecution",
			i,
			"labelSelector",
		]),
	}
}

deny contains finding if {
	whole(input.resource)
	labels := input.pod.metadata.labels
	is_object(labels)
	some i, preference in input.pod.spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution
	slips := misnamed(preference.podAffinityTerm, labels)
	count(slips) > 0
	finding := {
		"message": sprintf("the anti-affinity selects %s, a value that this pod has under another label key", [concat(", ", slips)]),
		"path": array.concat(input.pod.spec_path, [
			"affinity",
			"podAntiAffinity",
			"preferredDuringSchedulingIgnoredDuringExecution",
			i,
			"podAffinityTerm",
			"labelSelector",
		]),
	}
}

# For other kinds, the operator sets the labels.
whole(resource) if resource.group in {"", "apps", "batch"}

whole(resource) if resource.kind == "Rollout"

mismatches(selector, labels) := array.concat(
	[sprintf("`%s: %v`", [key, value]) |
		some key, value in selector.matchLabels
		not assigned(key)
		object.get(labels, key, null) != value
	],
	[sprintf("`%s %s`", [requirement.key, requirement.operator]) |
		some requirement in selector.matchExpressions
		not assigned(requirement.key)
		not holds(requirement, labels)
	],
)

holds(requirement, labels) if {
	requirement.operator == "In"
	object.get(labels, requirement.key, null) in requirement.values
}

holds(requirement, labels) if {
	requirement.operator == "NotIn"
	is_array(requirement.values)
	not object.get(labels, requirement.key, null) in requirement.values
}

holds(requirement, labels) if {
	requirement.operator == "Exists"
	object.get(labels, requirement.key, null) != null
}

holds(requirement, labels) if {
	requirement.operator == "DoesNotExist"
	object.get(labels, requirement.key, null) == null
}

# Labels that a controller adds to pods.
assigned(key) if {
	key in {
		"apps.kubernetes.io/pod-index",
		"controller-revision-hash",
		"controller-uid",
		"job-name",
		"pod-template-generation",
		"pod-template-hash",
		"rollouts-pod-template-hash",
		"statefulset.kubernetes.io/pod-name",
	}
}

assigned(key) if {
	is_string(key)
	startswith(key, "batch.kubernetes.io/")
}

misnamed(term, labels) := [sprintf("`%s: %v`", [wanted.key, wanted.value]) |
	not term.namespaces
	not term.namespaceSelector
	some wanted in equalities(term.labelSelector)
	not assigned(wanted.key)
	object.get(labels, wanted.key, null) == null
	wanted.value in {own | some own in labels}
]

# The equalities that a selector requires.
equalities(selector) := array.concat(
	[{"key": key, "value": value} | some key, value in selector.matchLabels],
	[{"key": requirement.key, "value": requirement.values[0]} |
		some requirement in selector.matchExpressions
		requirement.operator == "In"
		count(requirement.values) == 1
	],
)
