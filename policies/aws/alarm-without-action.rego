# METADATA
# title: CloudWatch alarm has no action
# description: >-
#   An alarm without an action changes state but sends no notification, so incidents can go unnoticed.
# related_resources:
# - https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
# custom:
#   severity: medium
#   category: observability
#   controls: [OBS-02, SEC-24]
#   selects: [aws_cloudwatch_metric_alarm, aws_cloudwatch_composite_alarm]
#   remediation: >-
#     Set `alarm_actions` to an SNS topic that notifies the team.
package seaworthy.aws.alarm_without_action

deny contains {"message": "none of `alarm_actions`, `ok_actions` and `insufficient_data_actions` is set", "path": ["alarm_actions"]} if {
	object.get(input.values, "alarm_actions", []) == []
	object.get(input.values, "ok_actions", []) == []
	object.get(input.values, "insufficient_data_actions", []) == []

	# A composite alarm can act on its state, and a deployment can roll back on it.
	count(input.related.referenced_by) == 0
}

deny contains {"message": "`actions_enabled` is `false`", "path": ["actions_enabled"]} if {
	object.get(input.values, "actions_enabled", true) == false
}
