# METADATA
# title: ECS service does not scale with its load
# description: >-
#   A fixed number of tasks is too small at the peak and too large at night.
# related_resources:
# - https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
# custom:
#   severity: medium
#   category: scaling
#   controls: [SCL-01]
#   selects: [aws_ecs_service]
#   remediation: >-
#     Add an `aws_appautoscaling_target` whose `resource_id` names the service, and an `aws_appautoscaling_policy` that
#     tracks its load. Let Terraform ignore changes of `desired_count`.
package seaworthy.aws.ecs_service_not_scaled

deny contains {"message": message, "path": ["desired_count"]} if {
	# A task on every node scales with the nodes.
	object.get(input.values, "scheduling_strategy", "REPLICA") == "REPLICA"
	count([other | some other in input.related.referenced_by; other.type == "aws_appautoscaling_target"]) == 0
}

message := sprintf("the number of tasks stays at %v, as nothing scales the service", [object.get(input.values, "desired_count", 0)]) if {
	is_number(object.get(input.values, "desired_count", 0))
}

message := "nothing scales the service" if not is_number(object.get(input.values, "desired_count", 0))
