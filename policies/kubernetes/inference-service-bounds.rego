# METADATA
# title: InferenceService has no maximum number of replicas
# description: >-
#   Without `maxReplicas`, KServe on Knative adds replicas and their accelerators without limit; in standard deployment
#   mode it never scales out, because the maximum defaults to the minimum.
# related_resources:
# - https://kserve.github.io/website/docs/model-serving/predictive-inference/autoscaling/kpa-autoscaler
# - https://kserve.github.io/website/docs/model-serving/predictive-inference/autoscaling/hpa-autoscaler
# custom:
#   severity: medium
#   category: scaling
#   controls: [MSA-06]
#   selects: ["serving.kserve.io/*/InferenceService"]
#   remediation: >-
#     Set `spec.predictor.maxReplicas` above `minReplicas`, to what the available accelerators can run.
package seaworthy.kubernetes.inference_service_bounds

deny contains finding if {
	predictor := input.object.spec.predictor
	is_object(predictor)
	object.get(predictor, "maxReplicas", 0) == 0
	# A multi-node model is not scaled.
	not predictor.workerSpec
	count([key | some key, _ in input.object.metadata.annotations; bounded(key)]) == 0
	count([key | some key, _ in predictor.annotations; bounded(key)]) == 0
	object.get(input.object, ["metadata", "annotations", "serving.kserve.io/deploymentMode"], "") != "ModelMesh"
	not object.get(input.object, ["metadata", "annotations", "serving.kserve.io/autoscalerClass"], "") in {"external", "none"}
	finding := {
		"message": sprintf("the predictor sets no `maxReplicas`, so %s", [consequence(object.get(
			input.object,
			["metadata", "annotations", "serving.kserve.io/deploymentMode"],
			"",
		))]),
		"path": ["spec", "predictor", "maxReplicas"],
	}
}

bounded(key) if key in {"autoscaling.knative.dev/max-scale", "autoscaling.knative.dev/maxScale"}

consequence(mode) := "it never scales out" if mode in {"RawDeployment", "Standard"}

consequence(mode) := "it scales out without limit" if mode in {"Serverless", "Knative"}

consequence(mode) := "it scales out without limit on Knative, and never in standard mode" if {
	not mode in {"RawDeployment", "Standard", "Serverless", "Knative"}
}
