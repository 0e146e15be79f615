# METADATA
# title: Every request is traced
# description: >-
#   At full sampling, tracing costs every request time and memory, and its storage grows with the traffic. A bounded share
#   shows the same patterns.
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
#     Sample a share: `parentbased_traceidratio` with an argument of 0.1 or less, or `randomSamplingPercentage` of 10 or less.
#     Keep rare errors with tail sampling in a collector.
package seaworthy.kubernetes.trace_sampling_unbounded

deny contains finding if {
	input.object.kind == "Instrumentation"
	input.object.spec.sampler.type in {"always_on", "parentbased_always_on"}
	finding := {
		"message": sprintf("the sampler `%s` takes every trace", [input.object.spec.sampler.type]),
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
		"message": sprintf("the sampler takes a share of %s, more than %v", [argument, input.params.trace_sampling]),
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
		"message": sprintf("%v %% of all requests are traced, more than %v %%", [share, input.params.trace_sampling * 100]),
		"path": ["spec", "tracing", i, "randomSamplingPercentage"],
	}
}
