# The decisions of the reference architecture: what declared requirements ask for.
#
# Each requirement that is asked for gives points to what serves it. The choice is the first of those with most points.
package seaworthy.lib.strategy

# The points of a way to scale: `horizontal_scaling`, `vertical_scaling` or `auto_scaling`.
scaling_points(strategy, asked) := sum([gift.points |
	some gift in [
		{"by": "variable_traffic", "to": "auto_scaling", "points": 3},
		{"by": "variable_traffic", "to": "horizontal_scaling", "points": 2},
		{"by": "cost_sensitive", "to": "auto_scaling", "points": 2},
		{"by": "cost_sensitive", "to": "horizontal_scaling", "points": 1},
		{"by": "low_latency", "to": "vertical_scaling", "points": 2},
	]
	gift.to == strategy
	gift.by in asked
])

# What is asked for of scaling.
scaling_asks(requirements, variable_patterns) := array.concat(
	["variable_traffic" | object.get(requirements, "traffic_pattern", "") in variable_patterns],
	[name | some name in ["cost_sensitive", "low_latency"]; object.get(requirements, name, false) == true],
)

# The way to scale that is asked for.
scaling(asked) := best[0] if {
	strategies := ["horizontal_scaling", "vertical_scaling", "auto_scaling"]
	most := max([scaling_points(strategy, asked) | some strategy in strategies])
	best := [strategy | some strategy in strategies; scaling_points(strategy, asked) == most]
}

# What is asked for of scaling in words: `bursty traffic and low latency`.
scaling_words(asked, requirements) := concat(" and ", [scaling_word(name, requirements) | some name in asked])

scaling_word(name, requirements) := sprintf("%s traffic", [requirements.traffic_pattern]) if name == "variable_traffic"

scaling_word(name, _) := replace(name, "_", " ") if name != "variable_traffic"

# The points of a way to balance load: `round_robin`, `least_connections`, `weighted_round_robin` or `ip_hash`.
balancing_points(algorithm, asked) := sum([gift.points |
	some gift in [
		{"by": "session_affinity", "to": "ip_hash", "points": 3},
		{"by": "unequal_capacity", "to": "weighted_round_robin", "points": 3},
		{"by": "unequal_capacity", "to": "least_connections", "points": 2},
		{"by": "simplicity", "to": "round_robin", "points": 2},
	]
	gift.to == algorithm
	gift.by in asked
])

# What is asked for of balancing.
balancing_asks(requirements) := [name |
	some name in ["session_affinity", "unequal_capacity", "simplicity"]
	object.get(requirements, name, false) == true
]

# The way to balance load that is asked for, of those that there are.
balancing(offered, asked) := best[0] if {
	most := max([balancing_points(algorithm, asked) | some algorithm in offered])
	best := [algorithm | some algorithm in offered; balancing_points(algorithm, asked) == most]
}

# The way to grow a database that is asked for: `read_replicas`, `sharding` or `caching`. What is not declared asks for
# nothing; where neither is declared, there is no answer.
database(requirements, params) := "read_replicas" if requirements.read_ratio > params.read_ratio_threshold

database(requirements, params) := "sharding" if {
	object.get(requirements, "read_ratio", 0) <= params.read_ratio_threshold
	requirements.data_size_gb > params.shard_above_gb
}

database(requirements, params) := "caching" if {
	object.get(requirements, "read_ratio", object.get(requirements, "data_size_gb", null)) != null
	object.get(requirements, "read_ratio", 0) <= params.read_ratio_threshold
	object.get(requirements, "data_size_gb", 0) <= params.shard_above_gb
}

# Requirements in words: `variable traffic and low latency`.
words(names) := concat(" and ", [replace(name, "_", " ") | some name in names])
