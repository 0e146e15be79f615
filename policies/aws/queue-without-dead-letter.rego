# METADATA
# title: SQS queue has no dead-letter queue
# description: >-
#   A message that cannot be processed is redelivered until it expires, delays other messages, and is then lost.
# related_resources:
# - https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
# custom:
#   severity: medium
#   category: resilience
#   controls: [EVT-07]
#   selects: [aws_sqs_queue]
#   remediation: >-
#     Create a dead-letter queue, and name it in `redrive_policy` with a `maxReceiveCount`; monitor the number of
#     messages in it.
package seaworthy.aws.queue_without_dead_letter

deny contains {"message": "`redrive_policy` is not set, so messages that cannot be processed are lost", "path": ["redrive_policy"]} if {
	object.get(input.values, "redrive_policy", "") == ""
	object.get(input.values, "redrive_allow_policy", "") == ""
	count([other | some other in input.related.referenced_by; is_about_redrive(other)]) == 0
	not is_named_as_one
}

# This queue has a dead-letter queue, or is one.
is_about_redrive(other) if other.type in {"aws_sqs_queue_redrive_policy", "aws_sqs_queue_redrive_allow_policy"}

is_about_redrive(other) if {
	other.type == "aws_sqs_queue"
	object.get(other.values, "redrive_policy", "") != ""
}

# Other services send failed events to this queue.
is_about_redrive(other) if {
	other.type in {"aws_lambda_function", "aws_lambda_function_event_invoke_config", "aws_lambda_event_source_mapping"}
	some block in ["dead_letter_config", "destination_config"]
	object.get(other.values, block, []) != []
}

is_about_redrive(other) if {
	other.type in {"aws_sns_topic_subscription", "aws_cloudwatch_event_target", "aws_scheduler_schedule"}
	some setting in ["redrive_policy", "dead_letter_config", "target"]
	contains(lower(sprintf("%v", [object.get(other.values, setting, "")])), "dead")
}

is_named_as_one if {
	is_string(input.values.name)
	regex.match(`(?i)dlq|dead[-_]?letter|dead[-_]|fail|redrive`, input.values.name)
}

is_named_as_one if regex.match(`(?i)dlq|dead|fail`, input.resource.name)
