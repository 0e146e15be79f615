# METADATA
# title: Database has no deletion protection
# description: >-
#   A wrong workspace or a renamed resource is enough for Terraform to delete the database and create an empty one.
# related_resources:
# - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html#USER_DeleteInstance.DeletionProtection
# custom:
#   severity: low
#   category: resilience
#   controls: [DBS-10]
#   selects: [aws_db_instance, aws_rds_cluster, aws_docdb_cluster, aws_neptune_cluster]
#   remediation: >-
#     Set `deletion_protection = true`, or `prevent_destroy = true` in a `lifecycle` block.
package seaworthy.aws.database_deletion_unprotected

deny contains {"message": "`deletion_protection` is not `true`", "path": ["deletion_protection"]} if {
	object.get(input.values, "deletion_protection", false) != true
	object.get(input.values, ["lifecycle", 0, "prevent_destroy"], false) != true

	# A plan does not contain its values.
	is_array(object.get(input.values, "lifecycle", []))

	# Replicas can be recreated.
	object.get(input.values, "replicate_source_db", null) == null
}
