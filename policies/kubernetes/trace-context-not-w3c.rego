# METADATA
# title: Traces break at other services
# description: >-
#   Services that do not pass on the W3C trace context start a new trace with every call, and a request can no longer be
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
#   remediation: Add `tracecontext` to `propagators`, and `baggage` where context is passed on.
package seaworthy.kubernetes.trace_context_not_w3c

deny contains finding if {
	propagators := input.object.spec.propagators
	count(propagators) > 0
	not "tracecontext" in propagators
	finding := {
		"message": sprintf("context is passed on as %s, not as W3C trace context", [concat(", ", [sprintf("`%v`", [name]) | some name in propagators])]),
		"path": ["spec", "propagators"],
	}
}
