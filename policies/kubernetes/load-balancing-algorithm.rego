# METADATA
# title: Load is not balanced as the requirements ask
# description: >-
#   Clients that must stay with their replica need a hash of something of theirs. Replicas of different sizes need an
#   algorithm that looks at their load, or the small ones are overloaded while the large ones idle.
# related_resources:
# - https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings
# - https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#custom-nginx-load-balancing
# - https://kubernetes.io/docs/reference/networking/virtual-ips/#session-affinity
# custom:
#   severity: medium
#   category: scaling
#   controls: [LBL-04, LBL-03]
#   selects: [networking.istio.io/*/DestinationRule, networking.k8s.io/*/Ingress, v1/Service]
#   remediation: >-
#     Balance as the message says: `consistentHash` for session affinity, `LEAST_REQUEST` for unequal replicas, `ROUND_ROBIN` for
#     simplicity; in ingress-nginx the annotations `upstream-hash-by` or `affinity`, and `load-balance`.
package seaworthy.kubernetes.load_balancing_algorithm

import data.seaworthy.lib.strategy

# Envoy has weights for places, not for single replicas.
deny contains finding if {
	input.object.kind == "DestinationRule"
	count(asked) > 0
	balancer := input.object.spec.trafficPolicy.loadBalancer
	used := {
		"ROUND_ROBIN": "round_robin",
		"LEAST_REQUEST": "least_connections",
		"LEAST_CONN": "least_connections",
		"RANDOM": "random",
	}[balancer.simple]
	best := strategy.balancing(["round_robin", "least_connections", "ip_hash"], asked)
	strategy.balancing_points(used, asked) < strategy.balancing_points(best, asked)
	finding := {
		"message": sprintf("%s: %s is asked for, and `%s` is used", [strategy.words(asked), in_words(best), balancer.simple]),
		"path": ["spec", "trafficPolicy", "loadBalancer", "simple"],
		"requirements": names,
		"related": of_workloads,
	}
}

deny contains finding if {
	input.object.kind == "DestinationRule"
	count(asked) > 0
	some field in ["httpCookie", "httpHeaderName", "httpQueryParameterName", "useSourceIp"]
	input.object.spec.trafficPolicy.loadBalancer.consistentHash[field]
	best := strategy.balancing(["round_robin", "least_connections", "ip_hash"], asked)
	strategy.balancing_points("ip_hash", asked) < strategy.balancing_points(best, asked)
	finding := {
		"message": sprintf("%s: %s is asked for, and a hash of `%s` is used", [
			strategy.words(asked),
			in_words(best),
			field,
		]),
		"path": ["spec", "trafficPolicy", "loadBalancer", "consistentHash", field],
		"requirements": names,
		"related": of_workloads,
	}
}

# Among these, `ewma` is the one that looks at the load.
deny contains finding if {
	input.object.kind == "Ingress"
	count(asked) > 0
	annotations := input.object.metadata.annotations
	algorithm := annotations["nginx.ingress.kubernetes.io/load-balance"]
	used := {"round_robin": "round_robin", "ewma": "least_connections"}[algorithm]
	count([key | some key in binding; annotations[key]]) == 0
	best := strategy.balancing(["round_robin", "least_connections", "ip_hash"], asked)
	strategy.balancing_points(used, asked) < strategy.balancing_points(best, asked)
	finding := {
		"message": sprintf("%s: %s is asked for, and `%s` is used", [strategy.words(asked), in_words(best), algorithm]),
		"path": ["metadata", "annotations", "nginx.ingress.kubernetes.io/load-balance"],
		"requirements": names,
		"related": of_workloads,
	}
}

# Affinity that is declared and found nowhere on the way.
deny contains finding if {
	input.object.kind == "Service"
	strategy.balancing(["round_robin", "least_connections", "ip_hash"], asked) == "ip_hash"
	count(input.related.workloads) > 0

	# A Service for metrics reaches every replica by itself.
	not regex.match(`-metrics(-service|-svc)?$`, input.resource.name)

	# Without an address of its own there is nothing to balance.
	object.get(input.object, ["spec", "clusterIP"], "") != "None"
	object.get(input.object, ["spec", "type"], "") != "ExternalName"
	object.get(input.object, ["spec", "sessionAffinity"], "None") == "None"
	count(bound_elsewhere) == 0
	finding := {
		"message": sprintf("%s: clients must stay with their replica, and nothing binds them", [strategy.words(asked)]),
		"path": ["spec", "sessionAffinity"],
		"requirements": names,
		"related": of_workloads,
	}
}

names := ["session_affinity", "unequal_capacity", "simplicity"]

binding := [
	"nginx.ingress.kubernetes.io/affinity",
	"nginx.ingress.kubernetes.io/upstream-hash-by",
	"traefik.ingress.kubernetes.io/service.sticky.cookie",
	"haproxy.org/cookie-persistence",
	"alb.ingress.kubernetes.io/target-group-attributes",
]

# Routes and mesh rules that bind clients to replicas. Those of other software are left to it.
bound_elsewhere := array.concat(
	[route |
		some route in input.related.routes
		route.kind != "Ingress"
		route.kind != "VirtualService"
	],
	array.concat(
		[rule |
			some rule in input.related.mesh_rules
			rule.object.spec.trafficPolicy.loadBalancer.consistentHash
		],
		[route |
			some route in input.related.routes
			some key in binding
			route.object.metadata.annotations[key]
		],
	),
)

# What is declared here, or else for a workload behind it.
asked := [name | some name in names; is_asked(name)]

is_asked(name) if input.requirements[name] == true

is_asked(name) if {
	object.get(input.requirements, name, null) == null
	some workload in input.related.workloads
	workload.requirements[name] == true
}

# Where it is declared, if that is for a workload.
of_workloads := [{
	"address": workload.address,
	"requirement": name,
	"message": sprintf("`%s` is declared here", [replace(name, "_", "-")]),
} |
	some name in names
	object.get(input.requirements, name, null) == null
	some workload in input.related.workloads
	workload.requirements[name] == true
]

in_words(algorithm) := "balancing in turns" if algorithm == "round_robin"

in_words(algorithm) := "balancing by load" if algorithm == "least_connections"

in_words(algorithm) := "a hash of something of the client" if algorithm == "ip_hash"
