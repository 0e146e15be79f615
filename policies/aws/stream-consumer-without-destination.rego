# METADATA
# title: Records of a stream that fail are dropped
# description: >-
#   Lambda gives up on a batch after the last attempt or when it grows too old, and goes on behind it. Without a
#   destination nobody learns what was lost.
# related_resources:
# - https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
# - https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-errors.html
# custom:
#   severity: medium
#   category: resilience
#   controls: [EVT-07, DPL-06]
#   selects: [aws_lambda_event_source_mapping]
#   remediation: >-
#     Name a queue, topic or bucket in `destination_config.on_failure.destination_arn`, and set
#     `bisect_batch_on_function_error = true` so that one bad record does not take its batch with it.
package seaworthy.aws.stream_consumer_without_destination

deny contains {"message": "batches that fail leave no trace", "path": ["destination_config"], "related": streams} if {
	count(streams) > 0
	object.get(input.values, "destination_config", []) == []
}

streams := [{"address": other.address, "path": [], "message": "the stream"} |
	some other in input.related.references
	other.type in {"aws_kinesis_stream", "aws_dynamodb_table", "aws_msk_cluster"}
	is_source(other)
]

# A table may be referred to for other reasons than its stream.
is_source(other) if other.type != "aws_dynamodb_table"

is_source(other) if {
	other.type == "aws_dynamodb_table"
	object.get(other.values, "stream_enabled", false) == true
}
