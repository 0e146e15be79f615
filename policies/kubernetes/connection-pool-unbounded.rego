# METADATA
# title: Concurrent requests are not limited
# description: >-
#   Istio's defaults allow 2^32-1 connections and pending requests. When the host is slow, callers pile up requests until
#   they run out of memory themselves, and the failure spreads.
# related_resources:
# - https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings
# - https://istio.io/latest/docs/tasks/traffic-management/circuit-breaking/
# custom:
#   severity: low
#   category: resilience
#   controls: [RES-03]
#   selects: [networking.istio.io/*/DestinationRule]
#   remediation: >-
#     Set `connectionPool.http.http2MaxRequests` and `http1MaxPendingRequests` (for TCP, `tcp.maxConnections`) to what the
#     host can take.
package seaworthy.kubernetes.connection_pool_unbounded

deny contains finding if {
	policy := input.object.spec.trafficPolicy

	# Who tunes how the host fails means to protect its callers.
	policy.outlierDetection
	not policy.connectionPool
	count([1 | some port in policy.portLevelSettings; port.connectionPool]) == 0
	count([1 | some subset in input.object.spec.subsets; subset.trafficPolicy.connectionPool]) == 0
	finding := {
		"message": sprintf("requests to `%v` are not limited in number, only ejected after errors", [input.object.spec.host]),
		"path": ["spec", "trafficPolicy", "connectionPool"],
	}
}
