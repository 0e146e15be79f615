# METADATA
# title: Database lives in one availability zone
# description: >-
#   When the zone or the host fails, the database is down until it is restored by hand; and patches take it down, too.
# related_resources:
# - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html
# custom:
#   severity: medium
#   category: resilience
#   controls: [DBS-04, MSA-09]
#   selects: [aws_db_instance]
#   remediation: >-
#     Set `multi_az = true`. For one that may be down for hours, accept the finding with a reason.
package seaworthy.aws.database_single_zone

deny contains {"message": message, "path": ["multi_az"]} if {
	object.get(input.values, "multi_az", false) != true

	# A replica takes over from nobody; instances of Aurora are the cluster's matter.
	object.get(input.values, "replicate_source_db", null) == null
	not startswith(sprintf("%v", [object.get(input.values, "engine", "")]), "aurora")
}

message := "`multi_az` is `false`" if object.get(input.values, "multi_az", null) != null

message := "`multi_az` is not set, which means `false`" if object.get(input.values, "multi_az", null) == null
