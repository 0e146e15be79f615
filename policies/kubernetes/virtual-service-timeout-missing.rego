# METADATA
# title: Istio VirtualService route has no timeout
# description: >-
#   Istio has no request timeout unless a route sets `timeout`. Callers of a hanging service also hang, until they run
#   out of connections.
# related_resources:
# - https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute
# - https://istio.io/latest/docs/concepts/traffic-management/#timeouts
# custom:
#   severity: info
#   category: resilience
#   controls: [RES-04]
#   selects: ["networking.istio.io/*/VirtualService"]
#   remediation: >-
#     Set `timeout` on the route, such as `30s` or what its callers can wait. For streaming responses, set `timeout: 0s`
#     explicitly.
package seaworthy.kubernetes.virtual_service_timeout_missing

deny contains finding if {
	some i, route in input.object.spec.http
	is_array(route.route)
	count(route.route) > 0
	not route.timeout
	# Limited attempts limit the request.
	not route.retries.perTryTimeout
	not streams(route)

	# For external hosts, the client sets the timeout.
	count([1 | some target in route.route; is_external(target.destination.host)]) == 0
	finding := {
		"message": sprintf("%s has no `timeout`, so requests to %s can hang indefinitely", [
			label(route, i),
			concat(", ", sort({sprintf("`%v`", [target.destination.host]) | some target in route.route})),
		]),
		"path": ["spec", "http", i, "timeout"],
	}
}

is_external(host) if {
	is_string(host)
	regex.match(`\.(com|org|net|io|ai|dev|co|cloud|app)$`, host)
}

# WebSocket, server-sent events and gRPC streams stay open on purpose.
streams(route) if route.websocketUpgrade == true

streams(route) if {
	some match in route.match
	some text in match.uri
	is_string(text)
	regex.match(`/ws|websocket|socket\.io|stream|/sse|/events|watch`, lower(text))
}

streams(route) if {
	some match in route.match
	some name, condition in match.headers
	lower(name) in {"upgrade", "content-type", "accept"}
	some text in condition
	is_string(text)
	regex.match(`websocket|grpc|event-stream`, lower(text))
}

label(route, _) := sprintf("route `%s`", [route.name])

label(route, i) := sprintf("HTTP route %d", [i + 1]) if not route.name
