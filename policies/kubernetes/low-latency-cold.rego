# METADATA
# title: Low-latency workload can scale to zero
# description: >-
#   With a minimum of zero, the first request after an idle period waits until a pod is scheduled, the image is pulled
#   and the program has started.
# related_resources:
# - https://keda.sh/docs/latest/reference/scaledobject-spec/#minreplicacount
# - https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/
# - https://knative.dev/docs/serving/autoscaling/scale-bounds/
# custom:
#   severity: medium
#   category: scaling
#   controls: [SCL-12, SCL-11]
#   selects: [workload]
#   params: {warm_replicas: 1}
#   remediation: >-
#     Set the minimum to the number of warm replicas that are needed: `minReplicaCount` of the ScaledObject,
#     `minReplicas` of the HorizontalPodAutoscaler, or the annotation `autoscaling.knative.dev/min-scale`. If callers
#     can wait, declare `low-latency: false`.
package seaworthy.kubernetes.low_latency_cold

import data.seaworthy.lib.scale
import data.seaworthy.lib.text

deny contains finding if {
	input.requirements.low_latency == true
	some autoscaler in input.related.autoscalers
	least := scale.minimum(autoscaler)
	is_number(least)
	least < input.params.warm_replicas
	finding := {
		"message": sprintf("the minimum of %s `%s` is %s, below the minimum of %v for low latency", [
			autoscaler.kind,
			autoscaler.name,
			text.plural(least, "replica", "replicas"),
			input.params.warm_replicas,
		]),
		"path": ["spec", "replicas"],
		"requirements": ["low_latency"],
		"related": [{
			"address": autoscaler.address,
			"path": ["spec", scale.minimum_field(autoscaler)],
			"message": "the minimum is set here",
		}],
	}
}

deny contains finding if {
	input.requirements.low_latency == true
	input.resource.group == "serving.knative.dev"
	key := "autoscaling.knative.dev/min-scale"
	least := object.get(input.object, ["spec", "template", "metadata", "annotations", key], "0")
	regex.match(`^[0-9]+$`, least)
	to_number(least) < input.params.warm_replicas
	finding := {
		"message": sprintf("`min-scale` is %v, below the minimum of %v for low latency", [
			least,
			input.params.warm_replicas,
		]),
		"path": ["spec", "template", "metadata", "annotations", key],
		"requirements": ["low_latency"],
	}
}

deny contains finding if {
	input.requirements.low_latency == true
	input.resource.group == "serving.kserve.io"
	least := input.object.spec.predictor.minReplicas
	is_number(least)
	least < input.params.warm_replicas

	# Standard mode always keeps one replica.
	not object.get(input.object, ["metadata", "annotations", "serving.kserve.io/deploymentMode"], "") in {
		"ModelMesh",
		"RawDeployment",
		"Standard",
	}
	finding := {
		"message": sprintf("`minReplicas` is %v, below the minimum of %v for low latency", [
			least,
			input.params.warm_replicas,
		]),
		"path": ["spec", "predictor", "minReplicas"],
		"requirements": ["low_latency"],
	}
}
