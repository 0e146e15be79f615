# METADATA
# title: Ingress has no TLS
# description: >-
#   Without TLS, anyone on the network path can read and change the traffic, including passwords, session cookies,
#   prompts and responses.
# related_resources:
# - https://kubernetes.io/docs/concepts/services-networking/ingress/#tls
# - https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressSpec
# custom:
#   severity: medium
#   category: security
#   controls: [LBL-02, SEC-13]
#   frameworks: {nist-800-53-r5: [SC-8]}
#   selects: ["networking.k8s.io/*/Ingress", "extensions/*/Ingress"]
#   remediation: >-
#     Add an entry to `spec.tls` with the `hosts` and the `secretName` of their certificate. cert-manager can issue and
#     renew it.
package seaworthy.kubernetes.ingress_without_tls

deny contains finding if {
	count(object.get(input.object, ["spec", "tls"], [])) == 0
	not tls_is_elsewhere(object.get(input.object, ["metadata", "annotations"], {}), object.get(input.object, ["spec", "ingressClassName"], ""))
	hosts := [rule.host | some rule in input.object.spec.rules; rule.host]
	count([host | some host in hosts; is_local(host)]) == 0
	finding := {
		"message": sprintf("%s served without TLS", [subject(hosts)]),
		"path": ["spec", "tls"],
	}
}

# The hosts in `tls` must be those of the certificate. For an entry without hosts, the controller decides.
deny contains finding if {
	count(input.object.spec.tls) > 0
	count([1 | some entry in input.object.spec.tls; count(object.get(entry, "hosts", [])) == 0]) == 0
	not tls_is_elsewhere(object.get(input.object, ["metadata", "annotations"], {}), object.get(input.object, ["spec", "ingressClassName"], ""))
	covered := {host | some entry in input.object.spec.tls; some host in entry.hosts}
	some i, rule in input.object.spec.rules
	host := rule.host
	is_string(host)
	host != ""
	not host in covered
	not regex.replace(host, `^[^.]+`, "*") in covered
	not is_local(host)
	finding := {
		"message": sprintf("host `%s` is not listed in `spec.tls`", [host]),
		"path": ["spec", "rules", i, "host"],
		"related": [{
			"address": input.resource.address,
			"path": ["spec", "tls"],
			"message": "hosts with TLS",
		}],
	}
}

subject([]) := "requests are"

subject(hosts) := sprintf("host `%s` is", [hosts[0]]) if count(hosts) == 1

subject(hosts) := sprintf("hosts %s are", [concat(", ", [sprintf("`%s`", [host]) | some host in hosts])]) if count(hosts) > 1

# Names that never leave the machine (RFC 6761).
is_local(host) if regex.match(`(^|\.)(localhost|test)$`, host)

# Controllers that terminate TLS with their own certificate.
tls_is_elsewhere(_, class) if terminates_tls(class)

terminates_tls(class) if regex.match(`(?i)cloudflare|ngrok|tailscale|caddy`, class)

tls_is_elsewhere(annotations, _) if {
	some key, value in annotations
	implies_tls(key, value)
}

# Many controllers and load balancers read certificates from annotations. The excluded ones still need `tls`.
implies_tls(key, value) if {
	regex.match(`(?i)cert|ssl|tls|https`, key)
	not regex.match(`(?i)cert-?manager|tls-acme|proxy-ssl|auth-tls|backend|ssl-(ciphers|protocols|prefer)|last-applied`, key)
	not regex.match(`^([a-z-]+\.)?ingress\.kubernetes\.io/(force-)?ssl-redirect$`, key)
	not lower(sprintf("%v", [value])) in {"", "false"}
}

# A load balancer in front terminates TLS, or another Ingress of the same host or group has the certificate.
implies_tls(key, value) if {
	regex.match(`/(force-ssl-redirect|canary)$`, key)
	lower(sprintf("%v", [value])) == "true"
}

implies_tls(key, _) if regex.match(`^alb\.ingress\.kubernetes\.io/(group\.name|ssl-redirect)$`, key)

implies_tls("nginx.org/mergeable-ingress-type", value) if value == "minion"

# Entry points with TLS, listeners, and redirects to a place with TLS.
implies_tls(key, value) if {
	is_string(value)
	regex.match(`(?i)https|websecure`, value)
	not regex.match(`(?i)backend|snippet|cors|auth|csp|last-applied`, key)
}

implies_tls("kubernetes.io/ingress.class", class) if {
	is_string(class)
	terminates_tls(class)
}
