# METADATA
# title: Role allows everything
# description: >-
#   A rule with wildcards for verbs and resources grants all there is and all that will ever be installed: secrets,
#   role bindings, `exec` into every pod. Whoever holds the role can give themselves the rest.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege
# - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources
# custom:
#   severity: high
#   category: security
#   controls: [SEC-09]
#   frameworks: {nist-800-53-r5: [AC-6]}
#   selects: ["rbac.authorization.k8s.io/*/ClusterRole", "rbac.authorization.k8s.io/*/Role"]
#   remediation: >-
#     List the API groups, resources and verbs that are needed. The audit log of the API server shows what the holder requests.
package seaworthy.kubernetes.role_wildcard

deny contains finding if {
	object.get(input.object, ["metadata", "labels", "kubernetes.io/bootstrapping"], "") != "rbac-defaults"
	some i, rule in input.object.rules
	every_verb(rule.verbs)
	"*" in rule.resources
	count(object.get(rule, "resourceNames", [])) == 0
	groups := reach(rule.apiGroups)
	finding := {
		"message": sprintf("rule %d allows every verb on every resource of %s%s", [i + 1, groups, scope(input.resource.kind)]),
		"path": ["rules", i],
	}
}

every_verb(verbs) if "*" in verbs

# Spelled out, they are as much: who may write everything has the rest as well.
every_verb(verbs) if {
	not "*" in verbs
	count({verb | some verb in verbs; verb in {"get", "list", "watch", "create", "update", "patch", "delete"}}) == 7
}

# Wildcards within the group of an operator's own resources are its business; the core group holds secrets and pods.
reach(groups) := "every API group" if "*" in groups

reach(groups) := "the core API group" if {
	"" in groups
	not "*" in groups
}

scope("ClusterRole") := ""

scope("Role") := " in its namespace"
