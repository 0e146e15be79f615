# METADATA
# title: RDS instance is not Multi-AZ
# description: >-
#   When the Availability Zone or the host fails, the database is unavailable until it is recovered. Maintenance causes
#   downtime too.
# related_resources:
# - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html
# custom:
#   severity: medium
#   category: resilience
#   controls: [DBS-04, MSA-09]
#   selects: [aws_db_instance]
#   remediation: >-
#     Set `multi_az = true`. If hours of downtime are acceptable, suppress the finding with a reason.
package seaworthy.aws.database_single_zone

deny contains {"message": message, "path": ["multi_az"]} if {
	object.get(input.values, "multi_az", false) != true

	# A replica is not a failover target; for Aurora, the cluster decides.
	object.get(input.values, "replicate_source_db", null) == null
	not startswith(sprintf("%v", [object.get(input.values, "engine", "")]), "aurora")
}

message := "`multi_az` is `false`" if object.get(input.values, "multi_az", null) != null

message := "`multi_az` is not set and defaults to `false`" if object.get(input.values, "multi_az", null) == null
