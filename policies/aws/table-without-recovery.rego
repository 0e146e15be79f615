# METADATA
# title: DynamoDB point-in-time recovery is disabled
# description: >-
#   Faulty writes and accidental deletions cannot be undone; on-demand backups only restore the state at the time of the
#   backup.
# related_resources:
# - https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html
# custom:
#   severity: medium
#   category: resilience
#   controls: [DBS-05, RES-11]
#   selects: [aws_dynamodb_table]
#   remediation: >-
#     Set `point_in_time_recovery { enabled = true }`. Tables whose data can be recreated, such as locks or a cache with
#     `ttl`, do not need it.
package seaworthy.aws.table_without_recovery

deny contains {"message": "point-in-time recovery is disabled", "path": ["point_in_time_recovery", 0, "enabled"]} if {
	is_array(object.get(input.values, "point_in_time_recovery", []))
	object.get(input.values, ["point_in_time_recovery", 0, "enabled"], false) == false

	# Data that expires, and the lock table of Terraform state, can be recreated.
	object.get(input.values, ["ttl", 0, "enabled"], false) == false
	object.get(input.values, "hash_key", "") != "LockID"
}
