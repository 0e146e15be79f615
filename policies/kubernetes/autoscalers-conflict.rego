# METADATA
# title: Workload has conflicting autoscalers
# description: >-
#   Two autoscalers for one workload each compute their own size; a HorizontalPodAutoscaler stops scaling when another
#   one controls its pods. A VerticalPodAutoscaler that changes the requests of a resource also changes the utilization
#   that a horizontal autoscaler scales on.
# related_resources:
# - https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
# - https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/known-limitations.md
# custom:
#   severity: high
#   category: scaling
#   controls: [SCL-05]
#   selects: [workload]
#   remediation: >-
#     Keep one horizontal autoscaler with all metrics. Limit the VerticalPodAutoscaler to the other resource
#     (`controlledResources`), or set its `updateMode` to `Off`.
package seaworthy.kubernetes.autoscalers_conflict

deny contains finding if {
	scalers := [autoscaler |
		some autoscaler in input.related.autoscalers
		# Created by KEDA, in an exported manifest.
		object.get(autoscaler.object, ["metadata", "ownerReferences"], []) == []
		not adopted(autoscaler, input.related.autoscalers)
	]
	# A manifest with the same name is the same object in another environment.
	names := {sprintf("%s `%s`", [autoscaler.kind, autoscaler.name]) | some autoscaler in scalers}
	count(names) >= 2
	finding := {
		"message": sprintf("%s `%s` is scaled by %d autoscalers: %s", [
			input.resource.kind,
			input.resource.name,
			count(names),
			concat(", ", sort(names)),
		]),
		"path": ["metadata", "name"],
		"related": [{
			"address": autoscaler.address,
			"path": ["spec", "scaleTargetRef"],
			"message": "scales this workload",
		} |
			some autoscaler in scalers
		],
	}
}

deny contains finding if {
	some autoscaler in input.related.autoscalers
	some vertical in input.related.vertical_autoscalers
	object.get(vertical.object, ["spec", "updatePolicy", "updateMode"], "Auto") in {"Auto", "Recreate", "InPlaceOrRecreate"}
	policies := object.get(vertical.object, ["spec", "resourcePolicy", "containerPolicies"], [])
	some resource in measured(autoscaler)
	count([1 |
		some container in input.containers
		container.type == "container"
		controlled(container.name, resource, policies)
	]) > 0
	finding := {
		"message": sprintf("%s `%s` scales on `%s`, and VerticalPodAutoscaler `%s` changes its request", [
			autoscaler.kind,
			autoscaler.name,
			resource,
			vertical.name,
		]),
		"path": ["metadata", "name"],
		"related": [
			{"address": autoscaler.address, "path": ["spec", "scaleTargetRef"], "message": "scales this workload"},
			{"address": vertical.address, "path": ["spec", "targetRef"], "message": "changes its requests"},
		],
	}
}

# A ScaledObject can take over an existing HorizontalPodAutoscaler.
adopted(autoscaler, all) if {
	autoscaler.kind == "HorizontalPodAutoscaler"
	some other in all
	other.kind == "ScaledObject"
	other.object.metadata.annotations["scaledobject.keda.sh/transfer-hpa-ownership"] == "true"
	other.object.spec.advanced.horizontalPodAutoscalerConfig.name == autoscaler.name
}

# The resources whose utilization an autoscaler compares with a target.
measured(autoscaler) := {resource |
	autoscaler.kind == "HorizontalPodAutoscaler"
	some metric in autoscaler.object.spec.metrics
	some source in ["resource", "containerResource"]
	resource := metric[source].name
	resource in {"cpu", "memory"}
} | {resource |
	autoscaler.kind == "ScaledObject"
	some trigger in autoscaler.object.spec.triggers
	resource := trigger.type
	resource in {"cpu", "memory"}
} | {"cpu" |
	autoscaler.kind == "HorizontalPodAutoscaler"
	object.get(autoscaler.object, ["spec", "metrics"], []) == []
	count([key |
		some key, _ in autoscaler.object.metadata.annotations
		key == "autoscaling.alpha.kubernetes.io/metrics"
	]) == 0
}

# A policy for the container takes precedence over the one for all.
controlled(name, resource, policies) if {
	own := [policy | some policy in policies; policy.containerName == name]
	rest := [policy | some policy in policies; policy.containerName == "*"]
	policy := array.concat(array.concat(own, rest), [{}])[0]
	object.get(policy, "mode", "Auto") != "Off"
	resource in object.get(policy, "controlledResources", ["cpu", "memory"])
}
