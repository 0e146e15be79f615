# METADATA
# title: Auto Scaling group ignores load balancer health checks
# description: >-
#   With EC2 health checks alone, an instance whose application hangs is never replaced: the load balancer sends it no
#   traffic, but the group still counts it as capacity.
# related_resources:
# - https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-checks-overview.html
# custom:
#   severity: medium
#   category: resilience
#   controls: [SCL-09, RES-08]
#   selects: [aws_autoscaling_group]
#   remediation: >-
#     Set `health_check_type = "ELB"`, with a `health_check_grace_period` that covers the startup of the application.
package seaworthy.aws.autoscaling_group_health_check

deny contains {"message": message, "path": ["health_check_type"]} if {
	is_behind_load_balancer
	object.get(input.values, "health_check_type", "EC2") == "EC2"
}

message := "`health_check_type` is `EC2`" if object.get(input.values, "health_check_type", "") == "EC2"

message := "`health_check_type` is not set and defaults to `EC2`" if object.get(input.values, "health_check_type", "") != "EC2"

is_behind_load_balancer if {
	some setting in ["target_group_arns", "load_balancers", "traffic_source"]
	is_array(object.get(input.values, setting, null))
	count(input.values[setting]) > 0
}

is_behind_load_balancer if {
	some other in input.related.referenced_by
	other.type in {"aws_autoscaling_attachment", "aws_autoscaling_traffic_source_attachment"}
}
