# METADATA
# title: Maximum capacity is below the declared traffic
# description: >-
#   At its maximum size, the service handles less than its declared peak traffic. Requests beyond that queue and then
#   fail.
# related_resources:
# - https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
# - https://sre.google/sre-book/handling-overload/
# custom:
#   severity: high
#   category: scaling
#   controls: [MSA-17]
#   selects: [aws_ecs_service, aws_autoscaling_group]
#   params: {throughput_per_replica_rps: 1000}
#   remediation: >-
#     Raise `max_capacity`, `desired_count` or `max_size`. Measure the throughput of one task or instance, and set the
#     rule parameter `throughput_per_replica_rps` to it.
package seaworthy.aws.capacity_below_traffic

import data.seaworthy.lib.text

deny contains finding if {
	traffic := input.requirements.traffic_rps
	is_number(most)
	most >= 1
	capacity := most * input.params.throughput_per_replica_rps
	capacity < traffic
	finding := {
		"message": sprintf("maximum capacity is %v requests/s (%s at %v requests/s each), below the declared traffic of %v requests/s", [
			capacity,
			size,
			input.params.throughput_per_replica_rps,
			traffic,
		]),
		"path": [place],
		"requirements": ["traffic_rps"],
		"related": [{"address": target.address, "path": ["max_capacity"], "message": "the maximum is set here"} |
			some target in targets
		],
	}
}

targets := [other |
	some other in input.related.referenced_by
	other.type == "aws_appautoscaling_target"
]

most := input.values.max_size if input.resource.type == "aws_autoscaling_group"

most := input.values.desired_count if {
	input.resource.type == "aws_ecs_service"
	count(targets) == 0
}

most := max([target.values.max_capacity | some target in targets]) if count(targets) > 0

size := text.plural(most, "instance", "instances") if input.resource.type == "aws_autoscaling_group"

size := text.plural(most, "task", "tasks") if input.resource.type == "aws_ecs_service"

place := "max_size" if input.resource.type == "aws_autoscaling_group"

place := "desired_count" if input.resource.type == "aws_ecs_service"
