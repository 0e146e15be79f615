# METADATA
# title: Database backup retention is too short
# description: >-
#   Data corruption is often noticed days later, and then only an older backup can restore the data.
# related_resources:
# - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html
# custom:
#   severity: medium
#   category: resilience
#   controls: [DBS-05]
#   params: {backup_retention_days: 7}
#   selects: [aws_db_instance, aws_rds_cluster, aws_docdb_cluster, aws_neptune_cluster]
#   remediation: >-
#     Set `backup_retention_period` to 7 or more.
package seaworthy.aws.database_backup_too_short

import data.seaworthy.lib.text

deny contains finding if {
	days := kept
	is_number(days)
	days > 0
	days < input.params.backup_retention_days
	finding := {
		"message": sprintf("backup retention is %s, below the minimum of %d", [
			text.plural(days, "day", "days"),
			input.params.backup_retention_days,
		]),
		"path": ["backup_retention_period"],
	}
}

deny contains {"message": "backup retention is 0 days, which disables automated backups", "path": ["backup_retention_period"]} if {
	kept == 0
}

# Unknown before deployment: its path makes the finding undetermined.
deny contains {"message": "`backup_retention_period` may be below the minimum", "path": ["backup_retention_period"]} if is_string(kept)

# A replica makes no backups by default.
kept := object.get(input.values, "backup_retention_period", default_days) if {
	object.get(input.values, "replicate_source_db", null) == null
}

default_days := 0 if input.resource.type == "aws_db_instance"

default_days := 1 if input.resource.type != "aws_db_instance"
