# METADATA
# title: Role allows all verbs on all resources
# description: >-
#   A rule with wildcards for verbs and resources grants all existing and future permissions: secrets, role bindings,
#   `exec` into every pod. Its subjects can grant themselves any other permission.
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
#     List the required API groups, resources and verbs. The audit log of the API server shows what the subject
#     requests.
package seaworthy.kubernetes.role_wildcard

deny contains finding if {
	object.get(input.object, ["metadata", "labels", "kubernetes.io/bootstrapping"], "") != "rbac-defaults"
	some i, rule in input.object.rules
	every_verb(rule.verbs)
	"*" in rule.resources
	count(object.get(rule, "resourceNames", [])) == 0
	groups := reach(rule.apiGroups)
	finding := {
		"message": sprintf("rule %d allows all verbs on all resources of %s%s", [i + 1, groups, scope(input.resource.kind)]),
		"path": ["rules", i],
	}
}

every_verb(verbs) if "*" in verbs

# The complete list of verbs is equivalent: write access to everything includes the rest.
every_verb(verbs) if {
	not "*" in verbs
	count({verb | some verb in verbs; verb in {"get", "list", "watch", "create", "update", "patch", "delete"}}) == 7
}

# An operator may use wildcards for its own API group; the core group contains secrets and pods.
reach(groups) := "all API groups" if "*" in groups

reach(groups) := "the core API group" if {
	"" in groups
	not "*" in groups
}

scope("ClusterRole") := ""

scope("Role") := " in its namespace"
