# METADATA
# title: Scaling does not match the declared requirements
# description: >-
#   Variable load and cost sensitivity require autoscaling. A fixed size is too small at peak load and too large at low
#   load.
# related_resources:
# - https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
# - https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scale-based-on-demand.html
# custom:
#   severity: medium
#   category: scaling
#   controls: [SCL-11]
#   selects: [aws_ecs_service, aws_autoscaling_group]
#   params: {variable_patterns: [variable, bursty]}
#   remediation: >-
#     Add an `aws_appautoscaling_target` with a policy for the ECS service, or an `aws_autoscaling_policy` for the
#     group. If the declared requirements are wrong, correct them.
package seaworthy.aws.scaling_strategy

import data.seaworthy.lib.strategy

deny contains finding if {
	needs := strategy.scaling_needs(input.requirements, input.params.variable_patterns)
	count(needs) > 0
	strategy.scaling(needs) == "auto_scaling"

	# A daemon service runs one task on each instance.
	object.get(input.values, "scheduling_strategy", "REPLICA") == "REPLICA"
	count([other |
		some other in input.related.referenced_by
		other.type in {"aws_appautoscaling_target", "aws_autoscaling_policy", "aws_autoscaling_schedule"}
	]) == 0

	# ECS scales the group of a capacity provider.
	count([other | some other in input.related.referenced_by; other.type == "aws_ecs_capacity_provider"]) == 0
	finding := {
		"message": sprintf("autoscaling is not configured, but is required for %s", [strategy.scaling_words(needs, input.requirements)]),
		"path": [place],
		"requirements": ["traffic_pattern", "cost_sensitive", "low_latency"],
	}
}

place := "desired_count" if input.resource.type == "aws_ecs_service"

place := "desired_capacity" if input.resource.type == "aws_autoscaling_group"
