# METADATA
# title: Read-heavy database has no read replica
# description: >-
#   Where most queries read, replicas take them from the writer, and more replicas take more. Without one, reads and writes
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
#     Add an `aws_db_instance` with `replicate_source_db`, or a second instance to the cluster, and send reads to it: to the
#     replica's address, or the cluster's reader endpoint.
package seaworthy.aws.database_without_replicas

import data.seaworthy.lib.strategy

deny contains finding if {
	input.resource.type == "aws_db_instance"
	strategy.database(input.requirements, input.params) == "read_replicas"

	# A replica is nobody's source; an instance of Aurora is the cluster's matter.
	object.get(input.values, "replicate_source_db", null) == null
	not startswith(sprintf("%v", [object.get(input.values, "engine", "")]), "aurora")
	count(replicas) == 0
	finding := {
		"message": sprintf("a read ratio of %v asks for read replicas, and there is none", [input.requirements.read_ratio]),
		"path": ["replicate_source_db"],
		"requirements": ["read_ratio"],
	}
}

deny contains finding if {
	input.resource.type != "aws_db_instance"
	strategy.database(input.requirements, input.params) == "read_replicas"

	# A cluster of RDS itself has two standbys that can be read; instances that are not here are made elsewhere.
	object.get(input.values, "db_cluster_instance_class", null) == null
	count(instances) == 1
	some instance in instances
	finding := {
		"message": sprintf("a read ratio of %v asks for readers, and a single instance serves the cluster", [
			input.requirements.read_ratio,
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
