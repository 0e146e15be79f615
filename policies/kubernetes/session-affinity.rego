# METADATA
# title: Service uses session affinity
# description: >-
#   With session affinity, each client stays on one replica. Load is distributed unevenly, new replicas get no traffic
#   from existing clients, and a rollout ends the sessions of replaced replicas. Workloads that declare
#   `session-affinity` are exempt.
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
#     Keep sessions outside the replicas, in a cache or a token, and remove the affinity; or declare `session-affinity:
#     true` for the workload.
package seaworthy.kubernetes.session_affinity

deny contains finding if {
	input.object.kind == "Service"
	not is_declared
	input.object.spec.sessionAffinity == "ClientIP"

	# A headless Service does not balance.
	object.get(input.object.spec, "clusterIP", "") != "None"
	finding := {
		"message": "`sessionAffinity: ClientIP` keeps each client address on one replica",
		"path": ["spec", "sessionAffinity"],
	}
}

deny contains finding if {
	input.object.kind == "Ingress"
	not is_declared
	key := "nginx.ingress.kubernetes.io/affinity"
	input.object.metadata.annotations[key] == "cookie"
	finding := {
		"message": "a cookie keeps each client on one replica",
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
		"message": sprintf("`%s` keeps each client on one replica", [field]),
		"path": ["spec", "trafficPolicy", "loadBalancer", "consistentHash", field],
	}
}

# For this resource, or for a workload behind it.
is_declared if input.requirements.session_affinity == true

is_declared if count([workload | some workload in input.related.workloads; workload.requirements.session_affinity == true]) > 0
