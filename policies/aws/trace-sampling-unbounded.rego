# METADATA
# title: Most requests are traced
# description: >-
#   Traces cost time in every request and money for every segment. Beyond a share that shows the patterns, they
#   show nothing new.
# related_resources:
# - https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html
# custom:
#   severity: low
#   category: observability
#   controls: [OBS-08]
#   selects: [aws_xray_sampling_rule]
#   params: {trace_sampling: 0.1}
#   remediation: >-
#     Lower `fixed_rate`; `reservoir_size` still takes a number of requests a second.
package seaworthy.aws.trace_sampling_unbounded

deny contains finding if {
	rate := input.values.fixed_rate
	is_number(rate)
	rate > input.params.trace_sampling
	finding := {
		"message": sprintf("a share of %v of the requests is traced, more than %v", [rate, input.params.trace_sampling]),
		"path": ["fixed_rate"],
	}
}
