# METADATA
# title: Load balancing does not match the declared requirements
# description: >-
#   Clients that must stay on one replica require consistent hashing. Replicas of different sizes require an algorithm
#   that considers their load; otherwise the small ones are overloaded while the large ones are idle.
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
#     Use what the message names: `consistentHash` for session affinity, `LEAST_REQUEST` for unequal replicas,
#     `ROUND_ROBIN` for simplicity; in ingress-nginx the annotations `upstream-hash-by` or `affinity`, and
#     `load-balance`.
package seaworthy.kubernetes.load_balancing_algorithm

import data.seaworthy.lib.strategy

# Envoy supports weights for localities, not for single replicas.
deny contains finding if {
	input.object.kind == "DestinationRule"
	count(needs) > 0
	balancer := input.object.spec.trafficPolicy.loadBalancer
	used := {
		"ROUND_ROBIN": "round_robin",
		"LEAST_REQUEST": "least_connections",
		"LEAST_CONN": "least_connections",
		"RANDOM": "random",
	}[balancer.simple]
	best := strategy.balancing(["round_robin", "least_connections", "ip_hash"], needs)
	strategy.balancing_points(used, needs) < strategy.balancing_points(best, needs)
	finding := {
		"message": sprintf("`%s` is used, but %s is required for %s", [balancer.simple, in_words(best), strategy.words(needs)]),
		"path": ["spec", "trafficPolicy", "loadBalancer", "simple"],
		"requirements": names,
		"related": of_workloads,
	}
}

deny contains finding if {
	input.object.kind == "DestinationRule"
	count(needs) > 0
	some field in ["httpCookie", "httpHeaderName", "httpQueryParameterName", "useSourceIp"]
	input.object.spec.trafficPolicy.loadBalancer.consistentHash[field]
	best := strategy.balancing(["round_robin", "least_connections", "ip_hash"], needs)
	strategy.balancing_points("ip_hash", needs) < strategy.balancing_points(best, needs)
	finding := {
		"message": sprintf("consistent hashing on `%s` is used, but %s is required for %s", [
			field,
			in_words(best),
			strategy.words(needs),
		]),
		"path": ["spec", "trafficPolicy", "loadBalancer", "consistentHash", field],
		"requirements": names,
		"related": of_workloads,
	}
}

# Of these, only `ewma` considers the load.
deny contains finding if {
	input.object.kind == "Ingress"
	count(needs) > 0
	annotations := input.object.metadata.annotations
	algorithm := annotations["nginx.ingress.kubernetes.io/load-balance"]
	used := {"round_robin": "round_robin", "ewma": "least_connections"}[algorithm]
	count([key | some key in binding; annotations[key]]) == 0
	best := strategy.balancing(["round_robin", "least_connections", "ip_hash"], needs)
	strategy.balancing_points(used, needs) < strategy.balancing_points(best, needs)
	finding := {
		"message": sprintf("`%s` is used, but %s is required for %s", [algorithm, in_words(best), strategy.words(needs)]),
		"path": ["metadata", "annotations", "nginx.ingress.kubernetes.io/load-balance"],
		"requirements": names,
		"related": of_workloads,
	}
}

# Declared affinity that no resource on the path configures.
deny contains finding if {
	input.object.kind == "Service"
	strategy.balancing(["round_robin", "least_connections", "ip_hash"], needs) == "ip_hash"
	count(input.related.workloads) > 0

	# A metrics Service reaches every replica anyway.
	not regex.match(`-metrics(-service|-svc)?$`, input.resource.name)

	# A headless Service does not balance.
	object.get(input.object, ["spec", "clusterIP"], "") != "None"
	object.get(input.object, ["spec", "type"], "") != "ExternalName"
	object.get(input.object, ["spec", "sessionAffinity"], "None") == "None"
	count(affinity_elsewhere) == 0
	finding := {
		"message": "session affinity is declared, but no Service, route or mesh rule configures it",
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

# Routes and mesh rules that keep clients on one replica. Routes of other kinds are assumed to.
affinity_elsewhere := array.concat(
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

# Declared for this resource, or else for a workload behind it.
needs := [name | some name in names; is_needed(name)]

is_needed(name) if input.requirements[name] == true

is_needed(name) if {
	object.get(input.requirements, name, null) == null
	some workload in input.related.workloads
	workload.requirements[name] == true
}

# Where it is declared, if for a workload.
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

in_words(algorithm) := "round-robin balancing" if algorithm == "round_robin"

in_words(algorithm) := "least-connections balancing" if algorithm == "least_connections"

in_words(algorithm) := "consistent hashing on a client attribute" if algorithm == "ip_hash"
