# METADATA
# title: Istio VirtualService retries are not bounded
# description: >-
#   Each retry adds load to a service that is already failing, and retries of several layers multiply. Without
#   `perTryTimeout`, an attempt that hangs uses the whole timeout of the route and is never retried.
# related_resources:
# - https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry
# custom:
#   severity: low
#   category: resilience
#   controls: [RES-02]
#   selects: ["networking.istio.io/*/VirtualService"]
#   params: {max_attempts: 3}
#   remediation: >-
#     Set `retries.attempts` to `3` or less, and `retries.perTryTimeout` to a fraction of the route's `timeout`.
package seaworthy.kubernetes.virtual_service_retries

import data.seaworthy.lib.text

deny contains finding if {
	some i, route in input.object.spec.http
	attempts := route.retries.attempts
	is_number(attempts)
	attempts > input.params.max_attempts
	finding := {
		"message": sprintf("%s retries up to %s, above the maximum of %v", [label(route, i), text.plural(attempts, "time", "times"), input.params.max_attempts]),
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
		"message": sprintf("%s retries without `perTryTimeout`, so a hanging attempt is not retried", [label(route, i)]),
		"path": ["spec", "http", i, "retries", "perTryTimeout"],
	}
}

label(route, _) := sprintf("route `%s`", [route.name])

label(route, i) := sprintf("HTTP route %d", [i + 1]) if not route.name
