# METADATA
# title: Read-heavy database has no read replica
# description: >-
#   Read replicas take read queries off the primary, and more can be added as reads grow. Without one, reads and writes
#   compete for the same instance.
# related_resources:
# - https://cloud.google.com/sql/docs/postgres/replication
# custom:
#   severity: medium
#   category: scaling
#   controls: [DBS-01]
#   selects: [google_sql_database_instance]
#   params: {read_ratio_threshold: 0.8}
#   remediation: >-
#     Add a `google_sql_database_instance` with the name of this one as `master_instance_name`, and send reads to it.
package seaworthy.gcp.database_without_replicas

import data.seaworthy.lib.strategy

deny contains finding if {
	strategy.database(input.requirements, input.params) == "read_replicas"

	# A replica needs no replica of its own.
	object.get(input.values, "master_instance_name", null) == null
	count(replicas) == 0
	finding := {
		"message": sprintf("read ratio is %v, above %v, and the database has no read replica", [input.requirements.read_ratio, input.params.read_ratio_threshold]),
		"path": ["name"],
		"requirements": ["read_ratio"],
	}
}

replicas := [other |
	some other in input.related.referenced_by
	other.type == "google_sql_database_instance"
	object.get(other.values, "master_instance_name", null) != null
]
