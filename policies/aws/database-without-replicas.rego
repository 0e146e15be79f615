# METADATA
# title: Read-heavy database has no read replica
# description: >-
#   Read replicas take read queries off the writer, and more can be added as reads grow. Without one, reads and writes
#   compete for the same instance.
# related_resources:
# - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.html
# - https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Replication.html
# custom:
#   severity: medium
#   category: scaling
#   controls: [DBS-01]
#   selects: [aws_db_instance, aws_rds_cluster, aws_docdb_cluster, aws_neptune_cluster]
#   params: {read_ratio_threshold: 0.8}
#   remediation: >-
#     Add an `aws_db_instance` with `replicate_source_db`, or a second instance for the cluster, and send reads to the
#     replica's address or the cluster's reader endpoint.
package seaworthy.aws.database_without_replicas

import data.seaworthy.lib.strategy

deny contains finding if {
	input.resource.type == "aws_db_instance"
	strategy.database(input.requirements, input.params) == "read_replicas"

	# A replica needs no replica of its own; for Aurora, the cluster decides.
	object.get(input.values, "replicate_source_db", null) == null
	not startswith(sprintf("%v", [object.get(input.values, "engine", "")]), "aurora")
	count(replicas) == 0
	finding := {
		"message": sprintf("read ratio is %v, above %v, and the database has no read replica", [input.requirements.read_ratio, input.params.read_ratio_threshold]),
		"path": ["replicate_source_db"],
		"requirements": ["read_ratio"],
	}
}

deny contains finding if {
	input.resource.type != "aws_db_instance"
	strategy.database(input.requirements, input.params) == "read_replicas"

	# A Multi-AZ DB cluster has two readable standbys; a cluster without instances here gets them elsewhere.
	object.get(input.values, "db_cluster_instance_class", null) == null
	count(instances) == 1
	some instance in instances
	finding := {
		"message": sprintf("read ratio is %v, above %v, and the cluster has a single instance", [
			input.requirements.read_ratio,
			input.params.read_ratio_threshold,
		]),
		"path": ["cluster_identifier"],
		"requirements": ["read_ratio"],
		"related": [{"address": instance.address, "path": ["cluster_identifier"], "message": "the only instance"}],
	}
}

replicas := [other |
	some other in input.related.referenced_by
	other.type == "aws_db_instance"
	object.get(other.values, "replicate_source_db", null) != null
]

instances := [other |
	some other in input.related.referenced_by
	other.type in {"aws_rds_cluster_instance", "aws_docdb_cluster_instance", "aws_neptune_cluster_instance"}
]
