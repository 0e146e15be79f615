# METADATA
# title: Role allows privilege escalation
# description: >-
#   Kubernetes does not allow users to grant permissions that they do not have. The verbs `escalate` and `bind` bypass
#   this check, and `impersonate` allows acting as any user, up to `system:masters`.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#escalate-verb
# - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping
# - https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
# custom:
#   severity: high
#   category: security
#   controls: [SEC-09, SEC-25]
#   frameworks: {nist-800-53-r5: [AC-6]}
#   selects: ["rbac.authorization.k8s.io/*/ClusterRole", "rbac.authorization.k8s.io/*/Role"]
#   remediation: >-
#     Remove the verb. If the subject must grant roles or act for others, list them in `resourceNames`.
package seaworthy.kubernetes.role_escalation

deny contains finding if {
	object.get(input.object, ["metadata", "labels", "kubernetes.io/bootstrapping"], "") != "rbac-defaults"
	some i, rule in input.object.rules
	not everything(rule)
	grants := [grant |
		some verb in ["escalate", "bind", "impersonate"]
		count([1 | some allowed in rule.verbs; allowed in {verb, "*"}]) > 0
		reaches_all(verb, object.get(rule, "resourceNames", []))
		in_group(verb, rule.apiGroups)
		on := [sprintf("`%s`", [resource]) |
			some resource in rule.resources
			effective(verb, resource, input.resource.kind)
		]
		count(on) > 0
		grant := sprintf("`%s` on %s", [verb, concat(", ", on)])
	]
	count(grants) > 0
	finding := {
		"message": sprintf("rule %d allows %s%s", [i + 1, concat(", ", grants), through(rule.verbs)]),
		"path": ["rules", i],
	}
}

through(verbs) := ": `*` includes every verb" if "*" in verbs

through(verbs) := "" if not "*" in verbs

# kubernetes/role-wildcard reports these.
everything(rule) if {
	"*" in object.get(rule, "verbs", [])
	"*" in object.get(rule, "resources", [])
	count([1 | some group in object.get(rule, "apiGroups", []); group in {"", "*"}]) > 0
	count(object.get(rule, "resourceNames", [])) == 0
}

# A Role does not apply to cluster-scoped resources; `bind` is checked in the namespace of the new binding.
effective("escalate", resource, "ClusterRole") if resource in {"*", "clusterroles", "roles"}

effective("escalate", resource, "Role") if resource in {"*", "roles"}

effective("bind", resource, _) if resource in {"*", "clusterroles", "roles"}

effective("impersonate", resource, "ClusterRole") if resource in {"*", "groups", "serviceaccounts", "users"}

effective("impersonate", resource, "Role") if resource in {"*", "serviceaccounts"}

in_group(verb, groups) if {
	verb in {"escalate", "bind"}
	count([1 | some group in groups; group in {"*", "rbac.authorization.k8s.io"}]) > 0
}

in_group("impersonate", groups) if count([1 | some group in groups; group in {"*", ""}]) > 0

# Names limit the rule, unless they include the most privileged ones.
reaches_all(_, names) if count(names) == 0

reaches_all("bind", names) if "cluster-admin" in names

reaches_all("escalate", names) if "cluster-admin" in names

reaches_all("impersonate", names) if "system:masters" in names
