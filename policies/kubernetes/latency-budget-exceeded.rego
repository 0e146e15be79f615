# METADATA
# title: Path is too long for the latency objective
# description: >-
#   Each service that a request passes adds to its latency. With so many of them, the declared objective cannot be met.
# related_resources:
# - https://sre.google/sre-book/service-level-objectives/
# custom:
#   severity: medium
#   category: scaling
#   controls: [MSA-17]
#   selects: [workload]
#   params: {base_latency_ms: 50, latency_per_service_ms: 10}
#   remediation: >-
#     Take services out of the path (call them at the same time, or later by a queue), or relax the objective. Measure what a
#     request costs, and set the rule's parameters to it.
package seaworthy.kubernetes.latency_budget_exceeded

deny contains finding if {
	services := input.requirements.services_on_path
	objective := input.requirements.latency_objective_ms
	latency := input.params.base_latency_ms + (services * input.params.latency_per_service_ms)
	latency > objective
	finding := {
		"message": sprintf("%v ms are the objective, and %v ms with %v ms for each of %v services on the path make %v ms", [
			objective,
			input.params.base_latency_ms,
			input.params.latency_per_service_ms,
			services,
			latency,
		]),
		"path": ["metadata", "name"],
		"requirements": ["latency_objective_ms", "services_on_path"],
	}
}
