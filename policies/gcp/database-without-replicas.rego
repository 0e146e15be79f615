# METADATA
# title: Read-heavy database has no read replica
# description: >-
#   Where most queries read, replicas take them from the primary, and more replicas take more. Without one, reads and writes
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
#     Add a `google_sql_database_instance` whose `master_instance_name` is the name of this one, and send reads to it.
package seaworthy.gcp.database_without_replicas

import data.seaworthy.lib.strategy

deny contains finding if {
	strategy.database(input.requirements, input.params) == "read_replicas"

	# A replica is nobody's source.
	object.get(input.values, "master_instance_name", null) == null
	count(replicas) == 0
	finding := {
		"message": sprintf("a read ratio of %v asks for read replicas, and there is none", [input.requirements.read_ratio]),
		"path": ["name"],
		"requirements": ["read_ratio"],
	}
}

replicas := [other |
	some other in input.related.referenced_by
	other.type == "google_sql_database_instance"
	object.get(other.values, "master_instance_name", null) != null
]
