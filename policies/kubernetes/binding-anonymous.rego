# METADATA
# title: Role is granted to unauthenticated users
# description: >-
#   `system:anonymous` and `system:unauthenticated` match every request without credentials. Anyone who can reach the
#   API server over the network has the granted permissions.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#hardening
# - https://kubernetes.io/docs/reference/access-authn-authz/authentication/#anonymous-requests
# custom:
#   severity: critical
#   category: security
#   controls: [SEC-09]
#   frameworks: {nist-800-53-r5: [AC-14]}
#   selects: ["rbac.authorization.k8s.io/*/ClusterRoleBinding", "rbac.authorization.k8s.io/*/RoleBinding"]
#   remediation: >-
#     Remove the subject. Bind the role to a service account, or to a group whose members authenticate.
package seaworthy.kubernetes.binding_anonymous

deny contains finding if {
	role := input.object.roleRef.name
	not is_public(role)
	not answers_urls_only(input.related.roles)
	some i, subject in input.object.subjects
	subject.name in {"system:anonymous", "system:unauthenticated"}
	object.get(subject, "kind", "") in {"User", "Group"}
	finding := {
		"message": sprintf("`%s` is granted to `%s`, which matches requests without credentials", [role, subject.name]),
		"path": ["subjects", i, "name"],
	}
}

# Public by design: version and health, the keys that verify tokens, the information for joining nodes.
is_public(role) if {
	role in {
		"kubeadm:bootstrap-signer-clusterinfo",
		"system:public-info-viewer",
		"system:service-account-issuer-discovery",
	}
}

# For example health checks.
answers_urls_only(roles) if {
	count(roles) > 0
	count([1 |
		some role in roles
		some rule in object.get(role.object, "rules", [])
		grants_more(rule)
	]) == 0
}

grants_more(rule) if count(object.get(rule, "resources", [])) > 0

grants_more(rule) if {
	some url in rule.nonResourceURLs
	regex.match(`^/?\*$|^/(metrics|debug|logs)`, url)
}

grants_more(rule) if {
	some verb in rule.verbs
	not verb in {"get", "head"}
}
