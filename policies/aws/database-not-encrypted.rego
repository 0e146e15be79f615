# METADATA
# title: Database is not encrypted at rest
# description: >-
#   Whoever gets at a disk, a snapshot or a backup of the database reads it. Encryption cannot be switched on later: it
#   takes a copy and a move.
# related_resources:
# - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html
# custom:
#   severity: high
#   category: security
#   controls: [SEC-12]
#   selects: [aws_db_instance, aws_rds_cluster, aws_docdb_cluster, aws_neptune_cluster]
#   remediation: >-
#     Set `storage_encrypted = true`, and `kms_key_id` where a key of your own is asked for. An existing database is
#     copied: take a snapshot, copy it with encryption, and restore from it.
package seaworthy.aws.database_not_encrypted

deny contains {"message": message, "path": ["storage_encrypted"]} if {
	object.get(input.values, "storage_encrypted", false) != true

	# A replica and what is restored are as encrypted as where they come from.
	count([setting |
		some setting in ["replicate_source_db", "replication_source_identifier", "snapshot_identifier", "restore_to_point_in_time", "s3_import"]
		object.get(input.values, setting, null) != null
	]) == 0

	# Aurora Serverless of the first version always encrypts.
	object.get(input.values, "engine_mode", "provisioned") != "serverless"
}

message := "`storage_encrypted` is `false`" if object.get(input.values, "storage_encrypted", null) != null

message := "`storage_encrypted` is not set, which means `false`" if object.get(input.values, "storage_encrypted", null) == null
