# METADATA
# title: Istio AuthorizationPolicy allows all requests
# description: >-
#   An `ALLOW` policy with an empty rule matches every request, with or without an identity. One match is enough, so all
#   other `ALLOW` policies of the workload have no effect.
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
#     Name the callers in `from.source.principals` or `from.source.namespaces`, and the operations in `to.operation`
#     (`methods`, `paths`). If a path must be public, such as a health check, name only that path.
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

# At the edge of the mesh, callers have no identity.
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

scope(spec) := "the targets of the policy" if {
	count(object.get(spec, ["selector", "matchLabels"], {})) == 0
	targeted(spec)
}

scope(spec) := "every workload of the namespace" if {
	count(object.get(spec, ["selector", "matchLabels"], {})) == 0
	not targeted(spec)
}

targeted(spec) if spec.targetRef

targeted(spec) if count(spec.targetRefs) > 0
