# METADATA
# title: Trace sampling rate is too high
# description: >-
#   At a high sampling rate, tracing adds latency and memory use to most requests, and its storage grows with the
#   traffic. A small sample shows the same patterns.
# related_resources:
# - https://opentelemetry.io/docs/concepts/sampling/
# - https://istio.io/latest/docs/reference/config/telemetry/#Tracing
# - https://github.com/open-telemetry/opentelemetry-operator/blob/main/docs/api/instrumentations.md
# custom:
#   severity: low
#   category: observability
#   controls: [OBS-08]
#   selects: [opentelemetry.io/*/Instrumentation, telemetry.istio.io/*/Telemetry]
#   params: {trace_sampling: 0.1}
#   remediation: >-
#     Use `parentbased_traceidratio` with an argument of 0.1 or less, or a `randomSamplingPercentage` of 10 or less.
#     Keep rare errors with tail sampling in a collector.
package seaworthy.kubernetes.trace_sampling_unbounded

deny contains finding if {
	input.object.kind == "Instrumentation"
	input.object.spec.sampler.type in {"always_on", "parentbased_always_on"}
	finding := {
		"message": sprintf("sampler `%s` samples every trace", [input.object.spec.sampler.type]),
		"path": ["spec", "sampler", "type"],
	}
}

deny contains finding if {
	input.object.kind == "Instrumentation"
	input.object.spec.sampler.type in {"traceidratio", "parentbased_traceidratio"}
	argument := input.object.spec.sampler.argument
	regex.match(`^[0-9]+(\.[0-9]+)?$`, argument)
	to_number(argument) > input.params.trace_sampling
	finding := {
		"message": sprintf("the sampling ratio is %s, above the maximum of %v", [argument, input.params.trace_sampling]),
		"path": ["spec", "sampler", "argument"],
	}
}

deny contains finding if {
	input.object.kind == "Telemetry"
	some i, tracing in input.object.spec.tracing
	share := tracing.randomSamplingPercentage
	is_number(share)
	share > input.params.trace_sampling * 100
	finding := {
		"message": sprintf("`randomSamplingPercentage` is %v, above the maximum of %v", [share, input.params.trace_sampling * 100]),
		"path": ["spec", "tracing", i, "randomSamplingPercentage"],
	}
}
