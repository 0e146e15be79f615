# METADATA
# title: Logs are deleted too soon
# description: >-
#   An intrusion is often noticed weeks later, and the logs of its beginning are gone by then.
# related_resources:
# - https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html#SettingLogRetention
# custom:
#   severity: low
#   category: observability
#   controls: [OBS-05]
#   params: {log_retention_days: 30}
#   selects: [aws_cloudwatch_log_group]
#   remediation: >-
#     Set `retention_in_days` to at least 30, or export the logs to a bucket that keeps them.
package seaworthy.aws.log_group_retention_short

deny contains {"message": sprintf("logs are kept for %d days instead of %d", [days, input.params.log_retention_days]), "path": ["retention_in_days"]} if {
	days := input.values.retention_in_days
	is_number(days)

	# 0 keeps them for ever.
	days > 0
	days < input.params.log_retention_days
	count([other | some other in input.related.referenced_by; other.type == "aws_cloudwatch_log_subscription_filter"]) == 0
}
