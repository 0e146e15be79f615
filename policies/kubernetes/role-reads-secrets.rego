# METADATA
# title: ClusterRole can read all secrets
# description: >-
#   A ClusterRole that is bound cluster-wide and can get, list or watch secrets can read the passwords, keys and tokens
#   of all namespaces. `list` and `watch` return their contents too. One leaked token of a subject exposes all of them.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#listing-secrets
# - https://kubernetes.io/docs/concepts/configuration/secret/#information-security-for-secrets
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-09]
#   frameworks: {nist-800-53-r5: [AC-6]}
#   selects: ["rbac.authorization.k8s.io/*/ClusterRole"]
#   remediation: >-
#     Replace the ClusterRoleBinding with a RoleBinding in each namespace where the secrets are needed. Or list the
#     secrets in `resourceNames` and allow only `get`, because `list` and `watch` are not meant for single objects.
package seaworthy.kubernetes.role_reads_secrets

deny contains finding if {
	object.get(input.object, ["metadata", "labels", "kubernetes.io/bootstrapping"], "") != "rbac-defaults"
	bindings := [binding |
		some binding in input.related.role_bindings
		binding.kind == "ClusterRoleBinding"
		count([1 | some subject in binding.object.subjects; subject.name != "system:masters"]) > 0
	]
	count(bindings) > 0

	# The control plane sets the rules of an aggregated role.
	not input.object.aggregationRule
	some i, rule in input.object.rules
	not everything(rule)
	count([1 | some group in rule.apiGroups; group in {"", "*"}]) > 0
	some resource in rule.resources
	resource in {"secrets", "*"}
	count(object.get(rule, "resourceNames", [])) == 0
	reading := [sprintf("`%s`", [verb]) | some verb in rule.verbs; verb in {"get", "list", "watch", "*"}]
	count(reading) > 0
	finding := {
		"message": sprintf("rule %d allows %s on `%s` in all namespaces", [i + 1, concat(", ", reading), resource]),
		"path": ["rules", i],
		"related": [{
			"address": binding.address,
			"path": ["subjects"],
			"message": "bound cluster-wide to these subjects",
		} |
			some binding in bindings
		],
	}
}

# kubernetes/role-wildcard reports these.
everything(rule) if {
	"*" in object.get(rule, "resources", [])
	"*" in object.get(rule, "verbs", [])
}

everything(rule) if {
	"*" in object.get(rule, "resources", [])
	verbs := {verb | some verb in rule.verbs; verb in {"get", "list", "watch", "create", "update", "patch", "delete"}}
	count(verbs) == 7
}
