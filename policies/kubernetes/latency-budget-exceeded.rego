# METADATA
# title: Estimated latency exceeds the declared objective
# description: >-
#   Each service on the path of a request adds latency. With this number of services, the declared objective cannot be
#   met.
# related_resources:
# - https://sre.google/sre-book/service-level-objectives/
# custom:
#   severity: medium
#   category: scaling
#   controls: [MSA-17]
#   selects: [workload]
#   params: {base_latency_ms: 50, latency_per_service_ms: 10}
#   remediation: >-
#     Remove services from the path (call them in parallel, or asynchronously through a queue), or relax the objective.
#     Measure the latency of a request, and set the rule parameters to it.
package seaworthy.kubernetes.latency_budget_exceeded

import data.seaworthy.lib.text

deny contains finding if {
	services := input.requirements.services_on_path
	objective := input.requirements.latency_objective_ms
	latency := input.params.base_latency_ms + (services * input.params.latency_per_service_ms)
	latency > objective
	finding := {
		"message": sprintf("estimated latency is %v ms (%v ms plus %v ms for each of %v on the path), above the objective of %v ms", [
			latency,
			input.params.base_latency_ms,
			input.params.latency_per_service_ms,
			text.plural(services, "service", "services"),
			objective,
		]),
		"path": ["metadata", "name"],
		"requirements": ["latency_objective_ms", "services_on_path"],
	}
}
