# METADATA
# title: Backups of the database are kept too briefly
# description: >-
#   A fault in data is often noticed days later. Only a backup from before it helps then.
# related_resources:
# - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html
# custom:
#   severity: medium
#   category: resilience
#   controls: [DBS-05]
#   params: {backup_retention_days: 7}
#   selects: [aws_db_instance, aws_rds_cluster, aws_docdb_cluster, aws_neptune_cluster]
#   remediation: >-
#     Set `backup_retention_period` to 7 days or more.
package seaworthy.aws.database_backup_too_short

deny contains {"message": sprintf("backups are kept for %v days instead of %d", [days, input.params.backup_retention_days]), "path": ["backup_retention_period"]} if {
	days := kept
	is_number(days)
	days > 0
	days < input.params.backup_retention_days
}

deny contains {"message": "no backups are made: `backup_retention_period` is 0", "path": ["backup_retention_period"]} if {
	kept == 0
}

# Not known before it is applied: the path tells.
deny contains {"message": "backups may be kept too briefly", "path": ["backup_retention_period"]} if is_string(kept)

# A replica of an instance makes no backups unless it is told to.
kept := object.get(input.values, "backup_retention_period", default_days) if {
	object.get(input.values, "replicate_source_db", null) == null
}

default_days := 0 if input.resource.type == "aws_db_instance"

default_days := 1 if input.resource.type != "aws_db_instance"
