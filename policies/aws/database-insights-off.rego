# METADATA
# title: Nobody sees what slows the database down
# description: >-
#   Without Performance Insights, the load of a database cannot be traced to the queries that cause it.
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

	# Classes that are too small for it.
	not regex.match(`\.(micro|small)$`, object.get(input.values, "instance_class", ""))
	finding := {"message": "Performance Insights is off", "path": ["performance_insights_enabled"]}
}
