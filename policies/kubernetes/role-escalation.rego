# METADATA
# title: Role allows its holder to gain further rights
# description: >-
#   Kubernetes lets nobody grant what they do not hold. The verbs `escalate` and `bind` lift this guard, and `impersonate`
#   lets its holder act as anybody, up to `system:masters`.
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
#     Remove the verb. If the holder has to grant roles or act for others, name them in `resourceNames`, so that it
#     applies to these alone.
package seaworthy.kubernetes.role_escalation

deny contains finding if {
	object.get(input.object, ["metadata", "labels", "kubernetes.io/bootstrapping"], "") != "rbac-defaults"
	some i, rule in input.object.rules
	not everything(rule)
	grants := [grant |
		some verb in ["escalate", "bind", "impersonate"]
		count([1 | some given in rule.verbs; given in {verb, "*"}]) > 0
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

through(verbs) := ": `*` stands for every verb" if "*" in verbs

through(verbs) := "" if not "*" in verbs

# What the rule role-wildcard reports.
everything(rule) if {
	"*" in object.get(rule, "verbs", [])
	"*" in object.get(rule, "resources", [])
	count([1 | some group in object.get(rule, "apiGroups", []); group in {"", "*"}]) > 0
	count(object.get(rule, "resourceNames", [])) == 0
}

# A Role says nothing about resources that belong to no namespace; `bind` is checked in that of the new binding.
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

# Names narrow the rule, unless they name the very top.
reaches_all(_, names) if count(names) == 0

reaches_all("bind", names) if "cluster-admin" in names

reaches_all("escalate", names) if "cluster-admin" in names

reaches_all("impersonate", names) if "system:masters" in names
