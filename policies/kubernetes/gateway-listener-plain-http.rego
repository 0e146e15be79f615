# METADATA
# title: Gateway has no HTTPS listener
# description: >-
#   Without an HTTPS listener, anyone on the network path can read and change the traffic, including passwords, session
#   cookies, prompts and responses.
# related_resources:
# - https://gateway-api.sigs.k8s.io/guides/tls/
# - https://gateway-api.sigs.k8s.io/guides/http-redirect-rewrite/
# custom:
#   severity: medium
#   category: security
#   controls: [LBL-02, SEC-13]
#   frameworks: {nist-800-53-r5: [SC-8]}
#   selects: ["gateway.networking.k8s.io/*/Gateway"]
#   remediation: >-
#     Add a listener with `protocol: HTTPS`, port 443 and a certificate in `tls.certificateRefs`. Keep the HTTP listener
#     only for redirects.
package seaworthy.kubernetes.gateway_listener_plain_http

deny contains finding if {
	listeners := input.object.spec.listeners
	count([1 | some listener in listeners; listener.protocol in {"HTTPS", "TLS"}]) == 0
	plain := [i | some i, listener in listeners; listener.protocol == "HTTP"; not is_local(object.get(listener, "hostname", ""))]
	count(plain) > 0

	# Other manifests may add listeners.
	object.get(input.object, ["spec", "allowedListeners", "namespaces", "from"], "None") == "None"

	# TLS is terminated before the gateway, or the gateway is internal.
	not regex.match(`(?i)cloudflare|ngrok|tailscale|lattice|waypoint|internal|ilb`, object.get(input.object, ["spec", "gatewayClassName"], ""))
	count([1 |
		some annotations in [
			object.get(input.object, ["metadata", "annotations"], {}),
			object.get(input.object, ["spec", "infrastructure", "annotations"], {}),
		]
		some key, value in annotations
		is_exempt(key, value)
	]) == 0
	finding := {
		"message": sprintf("listener `%s` uses HTTP, and no listener uses HTTPS", [object.get(listeners[plain[0]], "name", "")]),
		"path": ["spec", "listeners", plain[0], "protocol"],
	}
}

# Names that never leave the machine (RFC 6761).
is_local(host) if regex.match(`(^|\.)(localhost|test)$`, host)

# A load balancer in front terminates TLS, or the gateway has an internal address.
is_exempt(key, _) if regex.match(`(?i)ssl|tls|https|(^|[^a-z])cert(s|ificate)?([^a-z-]|$)|cert(ificate)?-(arn|id|map)|certmap`, key)

is_exempt(_, value) if value == "ClusterIP"

is_exempt(key, value) if {
	regex.match(`(?i)internal|private|intranet`, sprintf("%s=%v", [key, value]))
	not lower(sprintf("%v", [value])) in {"false", "no"}
}
