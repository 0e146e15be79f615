# METADATA
# title: CloudWatch log retention is too short
# description: >-
#   Intrusions are often detected weeks later, when the logs of the initial access have already been deleted.
# related_resources:
# - https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html#SettingLogRetention
# custom:
#   severity: low
#   category: observability
#   controls: [OBS-05]
#   params: {log_retention_days: 30}
#   selects: [aws_cloudwatch_log_group]
#   remediation: >-
#     Set `retention_in_days` to 30 or more, or export the logs to a bucket that keeps them.
package seaworthy.aws.log_group_retention_short

import data.seaworthy.lib.text

deny contains finding if {
	days := input.values.retention_in_days
	is_number(days)

	# 0 means that logs never expire.
	days > 0
	days < input.params.log_retention_days
	count([other | some other in input.related.referenced_by; other.type == "aws_cloudwatch_log_subscription_filter"]) == 0
	finding := {
		"message": sprintf("log retention is %s, below the minimum of %d", [
			text.plural(days, "day", "days"),
			input.params.log_retention_days,
		]),
		"path": ["retention_in_days"],
	}
}
