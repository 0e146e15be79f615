# METADATA
# title: Service does not scale as its requirements ask
# description: >-
#   Load that changes, and capacity that must not idle, ask for scaling by the load. With a fixed size there is too little
#   at the peak, and too much at night.
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
#     Add an `aws_appautoscaling_target` with a policy for the ECS service, or an `aws_autoscaling_policy` for the group. If
#     something else is meant, correct what is declared.
package seaworthy.aws.scaling_strategy

import data.seaworthy.lib.strategy

deny contains finding if {
	asked := strategy.scaling_asks(input.requirements, input.params.variable_patterns)
	count(asked) > 0
	strategy.scaling(asked) == "auto_scaling"

	# A task on every node scales with the nodes.
	object.get(input.values, "scheduling_strategy", "REPLICA") == "REPLICA"
	count([other |
		some other in input.related.referenced_by
		other.type in {"aws_appautoscaling_target", "aws_autoscaling_policy", "aws_autoscaling_schedule"}
	]) == 0

	# Of a capacity provider, ECS scales the group.
	count([other | some other in input.related.referenced_by; other.type == "aws_ecs_capacity_provider"]) == 0
	finding := {
		"message": sprintf("%s: automatic scaling is asked for, and nothing scales it", [strategy.scaling_words(asked, input.requirements)]),
		"path": [place],
		"requirements": ["traffic_pattern", "cost_sensitive", "low_latency"],
	}
}

place := "desired_count" if input.resource.type == "aws_ecs_service"

place := "desired_capacity" if input.resource.type == "aws_autoscaling_group"
