# METADATA
# title: Aurora cluster has a single instance
# description: >-
#   With no second instance to take over, a failure of the host means minutes without a database, and all readers share
#   the writer.
# related_resources:
# - https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html
# custom:
#   severity: medium
#   category: resilience
#   controls: [DBS-04, EVT-10]
#   selects: [aws_rds_cluster, aws_docdb_cluster, aws_neptune_cluster]
#   remediation: >-
#     Give the cluster a second instance in another availability zone, and let readers use the reader endpoint.
package seaworthy.aws.aurora_single_instance

deny contains finding if {
	# None at all are made elsewhere; a module that is not known may make more.
	count(instances) == 1
	some instance in instances
	finding := {
		"message": "a single instance serves the cluster",
		"path": ["cluster_identifier"],
		"related": [{"address": instance.address, "path": ["cluster_identifier"], "message": "the only instance"}],
	}
}

instances := [other |
	some other in input.related.referenced_by
	other.type in {"aws_rds_cluster_instance", "aws_docdb_cluster_instance", "aws_neptune_cluster_instance"}
]
