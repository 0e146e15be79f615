# METADATA
# title: Load balancing does not match the declared requirements
# description: >-
#   Clients that must stay on one target require sticky sessions. Targets of different sizes require an algorithm that
#   considers their load; otherwise the small ones are overloaded while the large ones are idle.
# related_resources:
# - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
# custom:
#   severity: medium
#   category: scaling
#   controls: [LBL-04, LBL-03]
#   selects: [aws_lb_target_group, aws_alb_target_group]
#   remediation: >-
#     Use what the message names: a `stickiness` block for session affinity, `load_balancing_algorithm_type =
#     "least_outstanding_requests"` for unequal targets, `"round_robin"` for simplicity.
package seaworthy.aws.load_balancing_algorithm

import data.seaworthy.lib.strategy

# A target group does not support weights for single targets.
deny contains finding if {
	# Only an Application Load Balancer supports other algorithms.
	input.values.protocol in {"HTTP", "HTTPS"}
	needs := strategy.balancing_needs(input.requirements)
	count(needs) > 0
	count(sticky) == 0
	type := object.get(input.values, "load_balancing_algorithm_type", "round_robin")
	best := strategy.balancing(["round_robin", "least_connections", "ip_hash"], needs)
	best != "ip_hash"
	strategy.balancing_points(algorithm(type), needs) < strategy.balancing_points(best, needs)
	finding := {
		"message": sprintf("`%s` is used, but %s is required for %s", [type, in_words(best), strategy.words(needs)]),
		"path": ["load_balancing_algorithm_type"],
		"requirements": ["session_affinity", "unequal_capacity", "simplicity"],
	}
}

deny contains finding if {
	needs := strategy.balancing_needs(input.requirements)
	strategy.balancing(["round_robin", "least_connections", "ip_hash"], needs) == "ip_hash"
	count(sticky) == 0
	finding := {
		"message": "session affinity is declared, but sticky sessions are not enabled",
		"path": ["stickiness"],
		"requirements": ["session_affinity", "unequal_capacity", "simplicity"],
	}
}

sticky := [stickiness |
	some stickiness in input.values.stickiness
	object.get(stickiness, "enabled", true) == true
]

algorithm(type) := "least_connections" if type == "least_outstanding_requests"

algorithm(type) := type if type != "least_outstanding_requests"

in_words(algorithm) := "round-robin balancing" if algorithm == "round_robin"

in_words(algorithm) := "least-connections balancing" if algorithm == "least_connections"
