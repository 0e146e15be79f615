# The decisions of the reference architecture: what declared requirements need.
#
# Each need adds points to the options that meet it. The choice is the first option with the most points.
package seaworthy.lib.strategy

# The points of a scaling strategy: `horizontal_scaling`, `vertical_scaling` or `auto_scaling`.
scaling_points(strategy, needs) := sum([score.points |
	some score in [
		{"need": "variable_traffic", "option": "auto_scaling", "points": 3},
		{"need": "variable_traffic", "option": "horizontal_scaling", "points": 2},
		{"need": "cost_sensitive", "option": "auto_scaling", "points": 2},
		{"need": "cost_sensitive", "option": "horizontal_scaling", "points": 1},
		{"need": "low_latency", "option": "vertical_scaling", "points": 2},
	]
	score.option == strategy
	score.need in needs
])

# The declared needs for scaling.
scaling_needs(requirements, variable_patterns) := array.concat(
	["variable_traffic" | object.get(requirements, "traffic_pattern", "") in variable_patterns],
	[name | some name in ["cost_sensitive", "low_latency"]; object.get(requirements, name, false) == true],
)

# The scaling strategy that the needs require.
scaling(needs) := best[0] if {
	strategies := ["horizontal_scaling", "vertical_scaling", "auto_scaling"]
	most := max([scaling_points(strategy, needs) | some strategy in strategies])
	best := [strategy | some strategy in strategies; scaling_points(strategy, needs) == most]
}

# The needs for scaling in words: `bursty traffic and low latency`.
scaling_words(needs, requirements) := concat(" and ", [scaling_word(name, requirements) | some name in needs])

scaling_word(name, requirements) := sprintf("%s traffic", [requirements.traffic_pattern]) if name == "variable_traffic"

scaling_word(name, _) := "cost sensitivity" if name == "cost_sensitive"

scaling_word(name, _) := "low latency" if name == "low_latency"

# The points of a load balancing algorithm: `round_robin`, `least_connections`, `weighted_round_robin` or `ip_hash`.
balancing_points(algorithm, needs) := sum([score.points |
	some score in [
		{"need": "session_affinity", "option": "ip_hash", "points": 3},
		{"need": "unequal_capacity", "option": "weighted_round_robin", "points": 3},
		{"need": "unequal_capacity", "option": "least_connections", "points": 2},
		{"need": "simplicity", "option": "round_robin", "points": 2},
	]
	score.option == algorithm
	score.need in needs
])

# The declared needs for load balancing.
balancing_needs(requirements) := [name |
	some name in ["session_affinity", "unequal_capacity", "simplicity"]
	object.get(requirements, name, false) == true
]

# The load balancing algorithm that the needs require, among those that the platform supports.
balancing(supported, needs) := best[0] if {
	most := max([balancing_points(algorithm, needs) | some algorithm in supported])
	best := [algorithm | some algorithm in supported; balancing_points(algorithm, needs) == most]
}

# The database scaling that the requirements need: `read_replicas`, `sharding` or `caching`. A requirement that is not
# declared adds no need; undefined if neither is declared.
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

# Requirements in words: `session affinity and simplicity`.
words(names) := concat(" and ", [replace(name, "_", " ") | some name in names])
