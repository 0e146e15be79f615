# METADATA
# title: Table cannot be restored to a point in time
# description: >-
#   A faulty writer or a wrong deletion cannot be undone; on-demand backups only know the state of the hour they were
#   made.
# related_resources:
# - https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html
# custom:
#   severity: medium
#   category: resilience
#   controls: [DBS-05, RES-11]
#   selects: [aws_dynamodb_table]
#   remediation: >-
#     Add `point_in_time_recovery { enabled = true }`. A table that holds only what can be made again, such as locks or
#     a cache with `ttl`, needs none.
package seaworthy.aws.table_without_recovery

deny contains {"message": "point-in-time recovery is off", "path": ["point_in_time_recovery", 0, "enabled"]} if {
	is_array(object.get(input.values, "point_in_time_recovery", []))
	object.get(input.values, ["point_in_time_recovery", 0, "enabled"], false) == false

	# What expires by itself, and the lock table of Terraform's state, can be lost.
	object.get(input.values, ["ttl", 0, "enabled"], false) == false
	object.get(input.values, "hash_key", "") != "LockID"
}
