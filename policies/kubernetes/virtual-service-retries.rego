# METADATA
# title: VirtualService retries too often or without a time for each try
# description: >-
#   Each retry adds load to a service that fails already, and retries of several layers multiply. Without
#   `perTryTimeout`, a try that hangs uses up the whole timeout of the route and is never repeated.
# related_resources:
# - https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry
# custom:
#   severity: low
#   category: resilience
#   controls: [RES-02]
#   selects: ["networking.istio.io/*/VirtualService"]
#   params: {max_attempts: 3}
#   remediation: >-
#     Set `retries.attempts` to `3` or less, and `retries.perTryTimeout` to a part of the route's
#     `timeout`.
package seaworthy.kubernetes.virtual_service_retries

deny contains finding if {
	some i, route in input.object.spec.http
	attempts := route.retries.attempts
	is_number(attempts)
	attempts > input.params.max_attempts
	finding := {
		"message": sprintf("%s retries up to %v times, more than %v", [label(route, i), attempts, input.params.max_attempts]),
		"path": ["spec", "http", i, "retries", "attempts"],
	}
}

deny contains finding if {
	some i, route in input.object.spec.http
	attempts := route.retries.attempts
	is_number(attempts)
	attempts > 0
	not route.retries.perTryTimeout
	finding := {
		"message": sprintf("%s retries without `perTryTimeout`, so a try that hangs is not repeated", [label(route, i)]),
		"path": ["spec", "http", i, "retries", "perTryTimeout"],
	}
}

label(route, _) := sprintf("route `%s`", [route.name])

label(route, i) := sprintf("HTTP route %d", [i + 1]) if not route.name
