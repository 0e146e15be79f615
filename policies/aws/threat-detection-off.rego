# METADATA
# title: Threat detection is switched off
# description: >-
#   GuardDuty that is suspended sees no stolen credentials and no mining of coins, and a recorder that records
#   only part of the account leaves changes without a trace.
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
	finding := {"message": "the configuration recorder is stopped", "path": ["is_enabled"]}
}
