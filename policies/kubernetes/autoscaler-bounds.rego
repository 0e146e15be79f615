# METADATA
# title: Autoscaler minimum is not below its maximum
# description: >-
#   An autoscaler whose minimum equals its maximum never scales. A minimum above the maximum is rejected.
# related_resources:
# - https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
# - https://keda.sh/docs/latest/reference/scaledobject-spec/
# custom:
#   severity: medium
#   category: scaling
#   controls: [SCL-02]
#   selects: ["autoscaling/*/HorizontalPodAutoscaler", "keda.sh/*/ScaledObject"]
#   remediation: >-
#     Set the maximum above the minimum, high enough for the expected peak. To keep a fixed size, remove the autoscaler
#     and set `replicas`.
package seaworthy.kubernetes.autoscaler_bounds

deny contains finding if {
	bounds := limits(input.resource.kind, input.object.spec)
	bounds.lowest == bounds.highest
	# With it, KEDA switches between the idle number and this one.
	object.get(input.object, ["spec", "idleReplicaCount"], -1) == -1
	finding := {
		"message": sprintf("the minimum and the maximum are both %v, so the autoscaler never scales", [bounds.highest]),
		"path": ["spec", bounds.highest_field],
		"related": places(bounds, input.resource.address),
	}
}

deny contains finding if {
	bounds := limits(input.resource.kind, input.object.spec)
	bounds.lowest > bounds.highest
	finding := {
		"message": sprintf("the minimum of %v is above the maximum of %v, so the autoscaler is rejected", [bounds.lowest, bounds.highest]),
		"path": ["spec", bounds.highest_field],
		"related": places(bounds, input.resource.address),
	}
}

limits(kind, spec) := {
	"lowest": object.get(spec, "minReplicas", 1),
	"lowest_field": "minReplicas",
	"highest": spec.maxReplicas,
	"highest_field": "maxReplicas",
	"explicit": object.get(spec, "minReplicas", -1) != -1,
} if {
	kind == "HorizontalPodAutoscaler"
	is_number(spec.maxReplicas)
	is_number(object.get(spec, "minReplicas", 1))
}

limits(kind, spec) := {
	"lowest": object.get(spec, "minReplicaCount", 0),
	"lowest_field": "minReplicaCount",
	"highest": object.get(spec, "maxReplicaCount", 100),
	"highest_field": "maxReplicaCount",
	"explicit": object.get(spec, "minReplicaCount", -1) != -1,
} if {
	kind == "ScaledObject"
	is_number(object.get(spec, "maxReplicaCount", 100))
	is_number(object.get(spec, "minReplicaCount", 0))
}

places(bounds, address) := [{
	"address": address,
	"path": ["spec", bounds.lowest_field],
	"message": "the minimum is set here",
} |
	bounds.explicit
]
