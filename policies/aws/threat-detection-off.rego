# METADATA
# title: GuardDuty or AWS Config recording is disabled
# description: >-
#   A suspended GuardDuty detector reports no threats, such as stolen credentials or cryptomining. While the AWS Config
#   recorder is stopped, configuration changes are not recorded.
# related_resources:
# - https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_suspend-disable.html
# - https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-21]
#   selects: [aws_guardduty_detector, aws_config_configuration_recorder_status]
#   remediation: >-
#     Set `enable = true`, or `is_enabled = true` for the recorder.
package seaworthy.aws.threat_detection_off

deny contains finding if {
	input.resource.type == "aws_guardduty_detector"
	input.values.enable == false
	finding := {"message": "the GuardDuty detector is suspended", "path": ["enable"]}
}

deny contains finding if {
	input.resource.type == "aws_config_configuration_recorder_status"
	input.values.is_enabled == false
	finding := {"message": "the AWS Config recorder is stopped", "path": ["is_enabled"]}
}
