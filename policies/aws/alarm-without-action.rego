# METADATA
# title: Alarm tells nobody
# description: >-
#   An alarm without an action turns red on a page that nobody looks at.
# related_resources:
# - https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
# custom:
#   severity: medium
#   category: observability
#   controls: [OBS-02, SEC-24]
#   selects: [aws_cloudwatch_metric_alarm, aws_cloudwatch_composite_alarm]
#   remediation: >-
#     Name a topic that reaches somebody in `alarm_actions`.
package seaworthy.aws.alarm_without_action

deny contains {"message": "`alarm_actions` is empty", "path": ["alarm_actions"]} if {
	object.get(input.values, "alarm_actions", []) == []
	object.get(input.values, "ok_actions", []) == []
	object.get(input.values, "insufficient_data_actions", []) == []

	# A composite alarm may speak for it, and a rollback may wait for it.
	count(input.related.referenced_by) == 0
}

deny contains {"message": "`actions_enabled` is `false`", "path": ["actions_enabled"]} if {
	object.get(input.values, "actions_enabled", true) == false
}
