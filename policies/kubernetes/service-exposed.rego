# METADATA
# title: Service bypasses the gateway
# description: >-
#   A Service of type `LoadBalancer` or `NodePort` exposes the application to the network directly. Its traffic bypasses
#   the authentication, rate limits, TLS and logs of the gateway.
# related_resources:
# - https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types
# - https://gateway-api.sigs.k8s.io/
# custom:
#   severity: medium
#   category: security
#   controls: [MSA-01]
#   frameworks: {nist-800-53-r5: [SC-7]}
#   selects: [v1/Service]
#   remediation: >-
#     Set the type to `ClusterIP`, and route to the Service with an HTTPRoute or an Ingress. If it must stay, allow only
#     known sources (`loadBalancerSourceRanges`), or make the load balancer internal with the annotation of your
#     provider.
package seaworthy.kubernetes.service_exposed

deny contains finding if {
	type := input.object.spec.type
	opens(type, input.object.spec, input.related)
	count(input.related.workloads) > 0
	count([1 |
		some name in array.concat([input.resource.name], [workload.name | some workload in input.related.workloads])
		is_gateway(name)
	]) == 0
	count([1 |
		some workload in input.related.workloads
		some container in workload.containers
		runs_gateway(container)
	]) == 0
	annotations := object.get(input.object, ["metadata", "annotations"], {})
	not is_restricted(input.object.spec)
	not is_internal_on_aws(input.object.spec, annotations)
	count([1 | some key, value in annotations; restricts(key, value)]) == 0
	finding := {
		"message": sprintf("type `%s` exposes %s to the network without a gateway", [
			type,
			concat(", ", sort({sprintf("%s `%s`", [workload.kind, workload.name]) | some workload in input.related.workloads})),
		]),
		"path": ["spec", "type"],
		"related": [{
			"address": workload.address,
			"path": ["metadata", "name"],
			"message": "the exposed workload",
		} |
			some workload in input.related.workloads
		],
	}
}

# Gateways only support HTTP and TCP.
opens("LoadBalancer", spec, _) if count([1 | some port in spec.ports; object.get(port, "protocol", "TCP") == "TCP"]) > 0

# Some load balancers use node ports, behind an Ingress or for the weights of a rollout.
opens("NodePort", spec, related) if {
	count(related.routes) == 0
	count([1 | some workload in related.workloads; workload.object.spec.strategy.canary.trafficRouting.alb]) == 0
	count([1 | some port in spec.ports; object.get(port, "protocol", "TCP") == "TCP"]) > 0
}

is_gateway(name) if {
	regex.match(`(?i)ingress|gateway|(^|-)gw(-|$)|proxy|envoy|traefik|(^|-)kong(-|$)|contour|haproxy|caddy|apisix|ambassador|emissary|istio|skipper|router|load-?balancer|(^|-)lb(-|$)|(^|-)edge(-|$)|(^|-)waf(-|$)|vpn|bastion|tunnel`, name)
}

runs_gateway(container) if {
	is_string(container.spec.image)
	regex.match(
		`(^|[/-])(ingress-nginx|nginx-ingress|ingress-controller|nginx-gateway-fabric|nginx-kubernetes-gateway|controller-v[0-9]|traefik|envoy|proxyv2|kong|kong-gateway|contour|haproxy[a-z-]*|caddy|apisix|emissary|ambassador|skipper|gloo[a-z-]*|kgateway|krakend|tyk-gateway|higress|oauth2-proxy|pomerium|cloudflared|wireguard|openvpn|tailscale)([/:@-]|$)|ingress-nginx/|/ingress`,
		container.spec.image,
	)
}

# `auto` is the image that Istio replaces for its gateways.
runs_gateway(container) if container.spec.image == "auto"

is_restricted(spec) if {
	count(spec.loadBalancerSourceRanges) > 0
	not "0.0.0.0/0" in spec.loadBalancerSourceRanges
	not "::/0" in spec.loadBalancerSourceRanges
}

# The behavior of other implementations is not known.
is_restricted(spec) if not object.get(spec, "loadBalancerClass", "service.k8s.aws/nlb") == "service.k8s.aws/nlb"

# An address of a private network (RFC 1918).
is_restricted(spec) if regex.match(`^(10|192\.168|172\.(1[6-9]|2[0-9]|3[01]))\.`, spec.loadBalancerIP)

# The AWS Load Balancer Controller creates internal load balancers by default.
is_internal_on_aws(spec, annotations) if {
	spec.loadBalancerClass == "service.k8s.aws/nlb"
	object.get(annotations, "service.beta.kubernetes.io/aws-load-balancer-scheme", "internal") == "internal"
}

is_internal_on_aws(_, annotations) if {
	annotations["service.beta.kubernetes.io/aws-load-balancer-type"] in {"external", "nlb-ip"}
	object.get(annotations, "service.beta.kubernetes.io/aws-load-balancer-scheme", "internal") == "internal"
}

# Provider annotations for internal load balancers and private addresses.
restricts(key, value) if {
	regex.match(`(?i)internal|private|intranet|tailscale|metallb|kube-vip|lbipam`, sprintf("%s=%v", [key, value]))
	not lower(sprintf("%v", [value])) in {"false", "no"}
}

# Allowed sources.
restricts(key, value) if {
	regex.match(`(?i)source-ranges|allowed-(ip|service)|inbound-cidrs|white-?list`, key)
	not contains(sprintf("%v", [value]), "0.0.0.0/0")
}
