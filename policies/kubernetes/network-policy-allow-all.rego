# METADATA
# title: NetworkPolicy allows all traffic for all pods
# description: >-
#   Policies of a pod are additive: one that allows all traffic for all pods of the namespace makes every other policy
#   there ineffective in that direction.
# related_resources:
# - https://kubernetes.io/docs/concepts/services-networking/network-policies/#allow-all-ingress-traffic
# - https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-02]
#   frameworks: {nist-800-53-r5: [SC-7, AC-4]}
#   selects: ["networking.k8s.io/*/NetworkPolicy"]
#   remediation: >-
#     List the required peers (`from`, `to`) and `ports`, and select the pods that need them with `podSelector`.
package seaworthy.kubernetes.network_policy_allow_all

deny contains finding if {
	selects_all(object.get(input.object.spec, "podSelector", {}))
	applies("Ingress", input.object.spec)
	some i, rule in input.object.spec.ingress
	count(listed(rule, "ports")) == 0
	whom := sources(listed(rule, "from"))
	finding := {
		"message": sprintf("all pods of the namespace accept connections from %s on all ports", [whom]),
		"path": ["spec", "ingress", i],
	}
}

deny contains finding if {
	selects_all(object.get(input.object.spec, "podSelector", {}))
	applies("Egress", input.object.spec)
	some i, rule in input.object.spec.egress
	count(listed(rule, "ports")) == 0
	count(listed(rule, "to")) == 0
	finding := {
		"message": "all pods of the namespace can connect to any address on all ports",
		"path": ["spec", "egress", i],
	}
}

# A list item without content is an empty rule.
listed(null, _) := []

listed(rule, key) := object.get(rule, key, []) if is_object(rule)

selects_all(selector) if {
	count(object.get(selector, "matchLabels", {})) == 0
	count(object.get(selector, "matchExpressions", [])) == 0
}

# Without `policyTypes`, ingress always counts, and egress if there is such a rule.
applies(direction, spec) if count([1 | some type in object.get(spec, "policyTypes", [direction]); type == direction]) > 0

sources(from) := "any address" if count(from) == 0

sources(from) := "any address" if count([1 | some peer in from; is_everywhere(peer)]) > 0

sources(from) := "all namespaces" if {
	count([1 | some peer in from; is_everywhere(peer)]) == 0
	count([1 | some peer in from; is_every_pod(peer)]) > 0
}

is_everywhere(peer) if {
	peer.ipBlock.cidr in {"0.0.0.0/0", "::/0"}
	count(object.get(peer, ["ipBlock", "except"], [])) == 0
}

is_every_pod(peer) if {
	selects_all(peer.namespaceSelector)
	selects_all(object.get(peer, "podSelector", {}))
}
