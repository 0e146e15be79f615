# METADATA
# title: RDS Performance Insights is disabled
# description: >-
#   Without Performance Insights, database load cannot be traced to the queries that cause it.
# related_resources:
# - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.html
# - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Overview.Engines.html
# custom:
#   severity: low
#   category: observability
#   controls: [DBS-08]
#   selects: [aws_db_instance, aws_rds_cluster_instance]
#   remediation: >-
#     Set `performance_insights_enabled = true`; a retention of 7 days is free of charge.
package seaworthy.aws.database_insights_off

deny contains finding if {
	object.get(input.values, "performance_insights_enabled", false) == false

	# These instance classes are too small for it.
	not regex.match(`\.(micro|small)$`, object.get(input.values, "instance_class", ""))
	finding := {"message": "`performance_insights_enabled` is not `true`", "path": ["performance_insights_enabled"]}
}
