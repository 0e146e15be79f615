# METADATA
# title: X-Ray sampling rate is too high
# description: >-
#   Each traced request adds latency, and each recorded trace is billed. A small sample shows the same patterns.
# related_resources:
# - https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html
# custom:
#   severity: low
#   category: observability
#   controls: [OBS-08]
#   selects: [aws_xray_sampling_rule]
#   params: {trace_sampling: 0.1}
#   remediation: >-
#     Lower `fixed_rate`; `reservoir_size` still samples a fixed number of requests per second.
package seaworthy.aws.trace_sampling_unbounded

deny contains finding if {
	rate := input.values.fixed_rate
	is_number(rate)
	rate > input.params.trace_sampling
	finding := {
		"message": sprintf("`fixed_rate` is %v, above the maximum of %v", [rate, input.params.trace_sampling]),
		"path": ["fixed_rate"],
	}
}
