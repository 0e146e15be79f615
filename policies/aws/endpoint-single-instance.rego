# METADATA
# title: SageMaker endpoint has a single instance
# description: >-
#   When the instance is replaced or its Availability Zone fails, the endpoint is unavailable. SageMaker distributes
#   instances across zones only if there are two or more.
# related_resources:
# - https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-best-practices.html
# - https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html
# custom:
#   severity: medium
#   category: resilience
#   controls: [MSA-06, RES-05]
#   selects: [aws_sagemaker_endpoint_configuration]
#   remediation: >-
#     Set `initial_instance_count` to 2 or more, and keep a minimum of 2 with an `aws_appautoscaling_target` for the
#     variant.
package seaworthy.aws.endpoint_single_instance

deny contains finding if {
	is_array(input.values.production_variants)
	some i, variant in input.values.production_variants
	is_object(variant)
	variant.initial_instance_count == 1

	# A scaling target may raise the number.
	count(targets) == 0
	finding := {
		"message": sprintf("variant `%s` has a single instance", [object.get(variant, "variant_name", "")]),
		"path": ["production_variants", i, "initial_instance_count"],
	}
}

targets := [other | some other in input.related.referenced_by; other.type == "aws_appautoscaling_target"]
