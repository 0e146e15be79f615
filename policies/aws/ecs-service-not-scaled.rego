# METADATA
# title: ECS service has no autoscaling
# description: >-
#   A fixed number of tasks is too low at peak load and too high at low load.
# related_resources:
# - https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
# custom:
#   severity: medium
#   category: scaling
#   controls: [SCL-01]
#   selects: [aws_ecs_service]
#   remediation: >-
#     Add an `aws_appautoscaling_target` whose `resource_id` names the service, and an `aws_appautoscaling_policy` that
#     tracks its load. Add `desired_count` to `ignore_changes`.
package seaworthy.aws.ecs_service_not_scaled

deny contains {"message": message, "path": ["desired_count"]} if {
	# A daemon service runs one task on each instance.
	object.get(input.values, "scheduling_strategy", "REPLICA") == "REPLICA"
	count([other | some other in input.related.referenced_by; other.type == "aws_appautoscaling_target"]) == 0
}

message := sprintf("the number of tasks is fixed at %v: no `aws_appautoscaling_target` refers to the service", [object.get(input.values, "desired_count", 0)]) if {
	is_number(object.get(input.values, "desired_count", 0))
}

message := "no `aws_appautoscaling_target` refers to the service" if not is_number(object.get(input.values, "desired_count", 0))
