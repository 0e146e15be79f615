# METADATA
# title: Clients are bound to one replica
# description: >-
#   With session affinity, a client stays with the replica that it met first. Load is spread unevenly, new replicas get no
#   work from clients that are already there, and a rollout breaks the sessions of those whose replica goes. Where
#   `session-affinity` is declared, it is meant so.
# related_resources:
# - https://kubernetes.io/docs/reference/networking/virtual-ips/#session-affinity
# - https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB
# - https://kubernetes.github.io/ingress-nginx/examples/affinity/cookie/
# custom:
#   severity: low
#   category: scaling
#   controls: [LBL-03]
#   selects: [v1/Service, networking.k8s.io/*/Ingress, networking.istio.io/*/DestinationRule]
#   remediation: >-
#     Keep sessions outside of the replicas, in a cache or a token, and remove the affinity; or declare
#     `session-affinity: true` for the workload.
package seaworthy.kubernetes.session_affinity

deny contains finding if {
	input.object.kind == "Service"
	not is_declared
	input.object.spec.sessionAffinity == "ClientIP"

	# Without an address of its own there is nothing to balance.
	object.get(input.object.spec, "clusterIP", "") != "None"
	finding := {
		"message": "every client address is bound to one replica",
		"path": ["spec", "sessionAffinity"],
	}
}

deny contains finding if {
	input.object.kind == "Ingress"
	not is_declared
	key := "nginx.ingress.kubernetes.io/affinity"
	input.object.metadata.annotations[key] == "cookie"
	finding := {
		"message": "a cookie binds every client to one replica",
		"path": ["metadata", "annotations", key],
	}
}

deny contains finding if {
	input.object.kind == "DestinationRule"
	not is_declared
	hash := input.object.spec.trafficPolicy.loadBalancer.consistentHash
	some field in ["httpCookie", "useSourceIp"]
	hash[field]
	finding := {
		"message": sprintf("`%s` binds every client to one replica", [field]),
		"path": ["spec", "trafficPolicy", "loadBalancer", "consistentHash", field],
	}
}

# For this resource, or for a workload behind it.
is_declared if input.requirements.session_affinity == true

is_declared if count([workload | some workload in input.related.workloads; workload.requirements.session_affinity == true]) > 0
