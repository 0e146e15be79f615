# METADATA
# title: Load is not balanced as the requirements ask
# description: >-
#   Clients that must stay with their target need sticky sessions. Targets of different sizes need an algorithm that looks at
#   their load, or the small ones are overloaded while the large ones idle.
# related_resources:
# - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
# custom:
#   severity: medium
#   category: scaling
#   controls: [LBL-04, LBL-03]
#   selects: [aws_lb_target_group, aws_alb_target_group]
#   remediation: >-
#     Balance as the message says: a `stickiness` block for session affinity,
#     `load_balancing_algorithm_type = "least_outstanding_requests"` for unequal targets, `"round_robin"` for simplicity.
package seaworthy.aws.load_balancing_algorithm

import data.seaworthy.lib.strategy

# A target group has weights for none of its targets.
deny contains finding if {
	# Only an Application Load Balancer has a choice.
	input.values.protocol in {"HTTP", "HTTPS"}
	asked := strategy.balancing_asks(input.requirements)
	count(asked) > 0
	count(sticky) == 0
	type := object.get(input.values, "load_balancing_algorithm_type", "round_robin")
	best := strategy.balancing(["round_robin", "least_connections", "ip_hash"], asked)
	best != "ip_hash"
	strategy.balancing_points(algorithm(type), asked) < strategy.balancing_points(best, asked)
	finding := {
		"message": sprintf("%s: %s is asked for, and `%s` is used", [strategy.words(asked), in_words(best), type]),
		"path": ["load_balancing_algorithm_type"],
		"requirements": ["session_affinity", "unequal_capacity", "simplicity"],
	}
}

deny contains finding if {
	asked := strategy.balancing_asks(input.requirements)
	strategy.balancing(["round_robin", "least_connections", "ip_hash"], asked) == "ip_hash"
	count(sticky) == 0
	finding := {
		"message": sprintf("%s: clients must stay with their target, and nothing binds them", [strategy.words(asked)]),
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

in_words(algorithm) := "balancing in turns" if algorithm == "round_robin"

in_words(algorithm) := "balancing by load" if algorithm == "least_connections"
