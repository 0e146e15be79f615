# METADATA
# title: Gateway listens on plain HTTP only
# description: >-
#   Without a listener for HTTPS, everyone on the way reads and changes what is sent: passwords, session cookies, prompts and
#   answers.
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
#     Add a listener with `protocol: HTTPS`, port 443 and a certificate in `tls.certificateRefs`. Keep the HTTP listener for a
#     redirect only.
package seaworthy.kubernetes.gateway_listener_plain_http

deny contains finding if {
	listeners := input.object.spec.listeners
	count([1 | some listener in listeners; listener.protocol in {"HTTPS", "TLS"}]) == 0
	plain := [i | some i, listener in listeners; listener.protocol == "HTTP"; not is_local(object.get(listener, "hostname", ""))]
	count(plain) > 0

	# Other manifests may add listeners.
	object.get(input.object, ["spec", "allowedListeners", "namespaces", "from"], "None") == "None"

	# TLS ends before the gateway, or within the cluster nothing is public.
	not regex.match(`(?i)cloudflare|ngrok|tailscale|lattice|waypoint|internal|ilb`, object.get(input.object, ["spec", "gatewayClassName"], ""))
	count([1 |
		some annotations in [
			object.get(input.object, ["metadata", "annotations"], {}),
			object.get(input.object, ["spec", "infrastructure", "annotations"], {}),
		]
		some key, value in annotations
		shows_other_way(key, value)
	]) == 0
	finding := {
		"message": sprintf("listener `%s` speaks plain HTTP, and no listener speaks HTTPS", [object.get(listeners[plain[0]], "name", "")]),
		"path": ["spec", "listeners", plain[0], "protocol"],
	}
}

# Names that never leave the machine (RFC 6761).
is_local(host) if regex.match(`(^|\.)(localhost|test)$`, host)

# A load balancer in front ends TLS, or the gateway has an address within the cluster or the private network.
shows_other_way(key, _) if regex.match(`(?i)ssl|tls|https|(^|[^a-z])cert(s|ificate)?([^a-z-]|$)|cert(ificate)?-(arn|id|map)|certmap`, key)

shows_other_way(_, value) if value == "ClusterIP"

shows_other_way(key, value) if {
	regex.match(`(?i)internal|private|intranet`, sprintf("%s=%v", [key, value]))
	not lower(sprintf("%v", [value])) in {"false", "no"}
}
