# METADATA
# title: Istio DestinationRule has no connection pool limits
# description: >-
#   The defaults of Istio allow 2^32-1 connections and pending requests. When the host is slow, callers queue requests
#   until they run out of memory, and the failure spreads.
# related_resources:
# - https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings
# - https://istio.io/latest/docs/tasks/traffic-management/circuit-breaking/
# custom:
#   severity: low
#   category: resilience
#   controls: [RES-03]
#   selects: [networking.istio.io/*/DestinationRule]
#   remediation: >-
#     Set `connectionPool.http.http2MaxRequests` and `http1MaxPendingRequests` (for TCP, `tcp.maxConnections`) to what
#     the host can handle.
package seaworthy.kubernetes.connection_pool_unbounded

deny contains finding if {
	policy := input.object.spec.trafficPolicy

	# Only rules that already configure outlier detection.
	policy.outlierDetection
	not policy.connectionPool
	count([1 | some port in policy.portLevelSettings; port.connectionPool]) == 0
	count([1 | some subset in input.object.spec.subsets; subset.trafficPolicy.connectionPool]) == 0
	finding := {
		"message": sprintf("`outlierDetection` is set for `%v`, but `connectionPool` is not", [input.object.spec.host]),
		"path": ["spec", "trafficPolicy", "connectionPool"],
	}
}
