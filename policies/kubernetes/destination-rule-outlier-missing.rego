# METADATA
# title: Istio DestinationRule has no outlier detection
# description: >-
#   Without `outlierDetection`, the mesh keeps sending requests to an endpoint that returns errors. Locality failover
#   also requires it: without it, traffic never leaves a failing locality.
# related_resources:
# - https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection
# - https://istio.io/latest/docs/tasks/traffic-management/locality-load-balancing/failover/
# custom:
#   severity: low
#   category: resilience
#   controls: [RES-01, RES-10]
#   selects: ["networking.istio.io/*/DestinationRule"]
#   remediation: >-
#     Add `trafficPolicy.outlierDetection`, for example with `consecutive5xxErrors: 5`, `interval: 10s` and
#     `baseEjectionTime: 60s`. `consecutive5xxErrors: 0` disables the detection.
package seaworthy.kubernetes.destination_rule_outlier_missing

deny contains finding if {
	policy := input.object.spec.trafficPolicy
	unguarded(input.object.spec)
	# Only rules that already shape traffic: many others only set TLS or define subsets.
	tuned(policy)
	count([1 | policy.loadBalancer.localityLbSetting]) == 0
	finding := {
		"message": sprintf("the policy for `%v` has no `outlierDetection`, so failing endpoints keep receiving traffic", [input.object.spec.host]),
		"path": ["spec", "trafficPolicy", "outlierDetection"],
	}
}

deny contains finding if {
	setting := input.object.spec.trafficPolicy.loadBalancer.localityLbSetting
	is_object(setting)
	object.get(setting, "enabled", true) != false
	object.get(setting, "distribute", []) == []
	unguarded(input.object.spec)
	finding := {
		"message": sprintf("locality failover for `%v` has no effect without `outlierDetection`", [input.object.spec.host]),
		"path": ["spec", "trafficPolicy", "outlierDetection"],
		"related": [{
			"address": input.resource.address,
			"path": ["spec", "trafficPolicy", "loadBalancer", "localityLbSetting"],
			"message": "failover is set here",
		}],
	}
}

deny contains finding if {
	detection := input.object.spec.trafficPolicy.outlierDetection
	detection.consecutive5xxErrors == 0
	object.get(detection, "consecutiveGatewayErrors", 0) == 0
	object.get(detection, "consecutiveErrors", 0) == 0
	object.get(detection, "consecutiveLocalOriginFailures", 0) == 0
	finding := {
		"message": sprintf("`outlierDetection` for `%v` counts no errors, so it ejects no endpoints", [input.object.spec.host]),
		"path": ["spec", "trafficPolicy", "outlierDetection", "consecutive5xxErrors"],
	}
}

unguarded(spec) if {
	not spec.trafficPolicy.outlierDetection
	count([1 | some port in spec.trafficPolicy.portLevelSettings; port.outlierDetection]) == 0
	count([1 | some subset in spec.subsets; subset.trafficPolicy.outlierDetection]) == 0
	# A wildcard is a default for hosts with their own rules.
	is_string(spec.host)
	not startswith(spec.host, "*")
	in_cluster(spec.host)
}

# An external host often has a single address, so there is no other endpoint to use.
in_cluster(host) if not contains(host, ".")

in_cluster(host) if regex.match(`\.svc(\.|$)|\.local$`, host)

in_cluster(host) if {
	regex.match(`^[a-z0-9-]+\.[a-z0-9-]+$`, host)
	not regex.match(`\.(com|org|net|io|ai|dev|co|cloud|app)$`, host)
}

tuned(policy) if policy.connectionPool

# Consistent hashing keeps a client on one endpoint on purpose.
tuned(policy) if policy.loadBalancer.simple in {"LEAST_CONN", "LEAST_REQUEST", "RANDOM", "ROUND_ROBIN"}
