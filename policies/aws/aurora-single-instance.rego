# METADATA
# title: Database cluster has a single instance
# description: >-
#   Without a second instance to fail over to, a host failure makes the database unavailable for minutes, and all reads
#   go to the writer.
# related_resources:
# - https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html
# custom:
#   severity: medium
#   category: resilience
#   controls: [DBS-04, EVT-10]
#   selects: [aws_rds_cluster, aws_docdb_cluster, aws_neptune_cluster]
#   remediation: >-
#     Add a second instance in another Availability Zone, and send reads to the reader endpoint.
package seaworthy.aws.aurora_single_instance

deny contains finding if {
	# A cluster without instances here gets them elsewhere; an unknown module may add more.
	count(instances) == 1
	some instance in instances
	finding := {
		"message": "the cluster has a single instance",
		"path": ["cluster_identifier"],
		"related": [{"address": instance.address, "path": ["cluster_identifier"], "message": "the only instance"}],
	}
}

instances := [other |
	some other in input.related.referenced_by
	other.type in {"aws_rds_cluster_instance", "aws_docdb_cluster_instance", "aws_neptune_cluster_instance"}
]
