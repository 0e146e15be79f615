# METADATA
# title: Lambda stream consumer has no failure destination
# description: >-
#   Lambda discards a batch after the last retry or when it expires, and continues with the next one. Without a failure
#   destination, nothing records which records were lost.
# related_resources:
# - https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
# - https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-errors.html
# custom:
#   severity: medium
#   category: resilience
#   controls: [EVT-07, DPL-06]
#   selects: [aws_lambda_event_source_mapping]
#   remediation: >-
#     Set `destination_config.on_failure.destination_arn` to a queue, topic or bucket, and set
#     `bisect_batch_on_function_error = true` so that one bad record does not discard its whole batch.
package seaworthy.aws.stream_consumer_without_destination

deny contains {"message": "`destination_config` is not set, so failed batches are discarded", "path": ["destination_config"], "related": streams} if {
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
