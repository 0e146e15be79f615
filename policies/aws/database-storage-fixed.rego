# METADATA
# title: RDS storage autoscaling is disabled
# description: >-
#   Storage of a fixed size fills up over time. The database then rejects writes until its storage is enlarged manually.
# related_resources:
# - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
# custom:
#   severity: medium
#   category: data
#   controls: [DBS-06]
#   selects: [aws_db_instance]
#   remediation: >-
#     Set `max_allocated_storage` to a limit well above `allocated_storage`.
package seaworthy.aws.database_storage_fixed

deny contains finding if {
	input.values.allocated_storage
	object.get(input.values, "max_allocated_storage", 0) == 0

	# Custom engines do not support it.
	not startswith(object.get(input.values, "engine", ""), "custom-")
	finding := {"message": sprintf("storage is fixed at %v GiB, without autoscaling", [input.values.allocated_storage]), "path": ["max_allocated_storage"]}
}
