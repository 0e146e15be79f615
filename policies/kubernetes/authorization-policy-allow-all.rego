# METADATA
# title: Mesh authorization allows everyone
# description: >-
#   An `ALLOW` policy with an empty rule matches every request, with any identity or none. Since one match is enough, all other
#   `ALLOW` policies of the workload are without effect.
# related_resources:
# - https://istio.io/latest/docs/reference/config/security/authorization-policy/
# - https://istio.io/latest/docs/concepts/security/#allow-nothing-deny-all-and-allow-all-policy
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-03]
#   frameworks: {nist-800-53-r5: [AC-3, AC-4]}
#   selects: ["security.istio.io/*/AuthorizationPolicy"]
#   remediation: >-
#     Name the callers in `from.source.principals` or `from.source.namespaces`, and what they may do in `to.operation`
#     (`methods`, `paths`). Where everybody may call one path, such as that of a health check, name the path.
package seaworthy.kubernetes.authorization_policy_allow_all

deny contains finding if {
	object.get(input.object, ["spec", "action"], "ALLOW") == "ALLOW"
	not is_for_gateway(input.object)
	some i, rule in input.object.spec.rules
	count([1 | some key in ["from", "to", "when"]; count(object.get(rule, key, [])) > 0]) == 0
	finding := {
		"message": sprintf("an empty rule allows every request to %s", [scope(input.object.spec)]),
		"path": ["spec", "rules", i],
	}
}

# At the edge of the mesh callers come without an identity.
is_for_gateway(policy) if {
	some key, value in policy.spec.selector.matchLabels
	regex.match(`(?i)gateway|ingress`, sprintf("%s=%v", [key, value]))
}

is_for_gateway(policy) if policy.spec.targetRef.kind in {"Gateway", "GatewayClass"}

is_for_gateway(policy) if {
	some target in policy.spec.targetRefs
	target.kind in {"Gateway", "GatewayClass"}
}

scope(spec) := "the selected workloads" if count(object.get(spec, ["selector", "matchLabels"], {})) > 0

scope(spec) := "its targets" if {
	count(object.get(spec, ["selector", "matchLabels"], {})) == 0
	targeted(spec)
}

scope(spec) := "every workload of the namespace" if {
	count(object.get(spec, ["selector", "matchLabels"], {})) == 0
	not targeted(spec)
}

targeted(spec) if spec.targetRef

targeted(spec) if count(spec.targetRefs) > 0
