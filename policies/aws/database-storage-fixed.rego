# METADATA
# title: Database stops when its disk is full
# description: >-
#   Storage that does not grow fills up sooner or later. The database then refuses writes, and somebody has to
#   enlarge it by hand.
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

	# Custom engines do not have it.
	not startswith(object.get(input.values, "engine", ""), "custom-")
	finding := {"message": sprintf("storage stays at %v GiB when it fills up", [input.values.allocated_storage]), "path": ["max_allocated_storage"]}
}
