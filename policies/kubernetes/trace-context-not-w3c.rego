# METADATA
# title: W3C trace context is not propagated
# description: >-
#   Services that do not propagate the W3C trace context start a new trace with every call, so a request cannot be
#   followed through the system.
# related_resources:
# - https://www.w3.org/TR/trace-context/
# - https://opentelemetry.io/docs/concepts/context-propagation/
# - https://github.com/open-telemetry/opentelemetry-operator/blob/main/docs/api/instrumentations.md
# custom:
#   severity: low
#   category: observability
#   controls: [OBS-09]
#   selects: [opentelemetry.io/*/Instrumentation]
#   remediation: >-
#     Add `tracecontext` to `propagators`, and `baggage` if you propagate baggage.
package seaworthy.kubernetes.trace_context_not_w3c

deny contains finding if {
	propagators := input.object.spec.propagators
	count(propagators) > 0
	not "tracecontext" in propagators
	finding := {
		"message": sprintf("`propagators` are %s, without `tracecontext`", [concat(", ", [sprintf("`%v`", [name]) | some name in propagators])]),
		"path": ["spec", "propagators"],
	}
}
