# METADATA
# title: Database is not encrypted at rest
# description: >-
#   Anyone with access to a disk, snapshot or backup of the database can read it. Encryption cannot be enabled on an
#   existing database without a copy and a migration.
# related_resources:
# - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html
# custom:
#   severity: high
#   category: security
#   controls: [SEC-12]
#   selects: [aws_db_instance, aws_rds_cluster, aws_docdb_cluster, aws_neptune_cluster]
#   remediation: >-
#     Set `storage_encrypted = true`, and `kms_key_id` if you need your own key. To encrypt an existing database, take a
#     snapshot, copy it with encryption and restore from the copy.
package seaworthy.aws.database_not_encrypted

deny contains {"message": message, "path": ["storage_encrypted"]} if {
	object.get(input.values, "storage_encrypted", false) != true

	# Replicas and restored databases inherit the encryption of their source.
	count([setting |
		some setting in ["replicate_source_db", "replication_source_identifier", "snapshot_identifier", "restore_to_point_in_time", "s3_import"]
		object.get(input.values, setting, null) != null
	]) == 0

	# Aurora Serverless v1 is always encrypted.
	object.get(input.values, "engine_mode", "provisioned") != "serverless"
}

message := "`storage_encrypted` is `false`" if object.get(input.values, "storage_encrypted", null) != null

message := "`storage_encrypted` is not set and defaults to `false`" if object.get(input.values, "storage_encrypted", null) == null
