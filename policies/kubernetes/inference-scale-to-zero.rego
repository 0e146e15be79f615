# METADATA
# title: InferenceService scales to zero
# description: >-
#   After an idle period no replica is left, and the next request waits until a pod is scheduled, the image is pulled
#   and the model is loaded. This suits batch and rare use, but not interactive callers.
# related_resources:
# - https://kserve.github.io/website/docs/model-serving/predictive-inference/autoscaling/kpa-autoscaler
# custom:
#   severity: low
#   category: scaling
#   controls: [SCL-12, MSA-06]
#   selects: ["serving.kserve.io/*/InferenceService"]
#   remediation: >-
#     Set `minReplicas` to at least `1` if callers wait for responses; otherwise suppress this finding with that reason.
package seaworthy.kubernetes.inference_scale_to_zero

deny contains finding if {
	input.object.spec.predictor.minReplicas == 0
	# Standard mode always keeps one replica.
	not object.get(input.object, ["metadata", "annotations", "serving.kserve.io/deploymentMode"], "") in {
		"ModelMesh",
		"RawDeployment",
		"Standard",
	}
	finding := {
		"message": "`minReplicas: 0` removes all replicas when idle, so the next request waits for the model to load",
		"path": ["spec", "predictor", "minReplicas"],
	}
}
