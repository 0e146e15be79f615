# METADATA
# title: Workload has cluster-admin permissions
# description: >-
#   The service account of these pods is bound to `cluster-admin` cluster-wide. An attacker who compromises one
#   container can read its token and control all namespaces, secrets and nodes.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege
# - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
# custom:
#   severity: critical
#   category: security
#   controls: [SEC-09]
#   frameworks: {nist-800-53-r5: [AC-6]}
#   selects: [pod]
#   remediation: >-
#     Create a role with the verbs and resources that the workload needs, and bind its service account to that role
#     instead of `cluster-admin`; use a RoleBinding if one namespace is enough.
package seaworthy.kubernetes.service_account_cluster_admin

deny contains finding if {
	pod := input.pod.spec
	account := object.get(pod, "serviceAccountName", object.get(pod, "serviceAccount", "default"))
	has_token(pod, input.related.service_accounts)
	bindings := [binding.address |
		some binding in input.related.role_bindings
		binding.kind == "ClusterRoleBinding"
		binding.object.roleRef.kind == "ClusterRole"
		binding.object.roleRef.name == "cluster-admin"
		some subject in binding.object.subjects
		subject.kind == "ServiceAccount"
		subject.name == account
		is_own(object.get(subject, "namespace", ""), input.resource.namespace, account, input.related.service_accounts)
	]
	count(bindings) > 0
	finding := {
		"message": sprintf("pods run as service account `%s`, which is bound to `cluster-admin`", [account]),
		"path": array.concat(input.pod.spec_path, [account_key(pod)]),
		"related": [{
			"address": address,
			"path": ["roleRef", "name"],
			"message": "the binding",
		} |
			some address in bindings
		],
	}
}

account_key(pod) := "serviceAccountName" if object.get(pod, "serviceAccountName", "") != ""

account_key(pod) := "serviceAccount" if {
	object.get(pod, "serviceAccountName", "") == ""
	object.get(pod, "serviceAccount", "") != ""
}

account_key(pod) := "serviceAccountName" if {
	object.get(pod, "serviceAccountName", "") == ""
	object.get(pod, "serviceAccount", "") == ""
}

# Accounts of different namespaces can have the same name.
is_own(theirs, own, _, _) if theirs == own

# If the workload sets no namespace, that of its account's manifest applies.
is_own(theirs, "", account, accounts) if {
	account != "default"
	count([1 | some known in accounts; known.namespace == theirs]) > 0
}

# The pod decides whether the token is mounted, then its account. A projected volume always mounts one.
has_token(pod, _) if pod.automountServiceAccountToken == true

has_token(pod, accounts) if {
	object.get(pod, "automountServiceAccountToken", "unset") == "unset"
	count([1 | some account in accounts; object.get(account.object, "automountServiceAccountToken", true) != true]) == 0
}

has_token(pod, _) if {
	some volume in pod.volumes
	some source in volume.projected.sources
	source.serviceAccountToken
	# The Kubernetes API does not accept a token for another audience.
	object.get(source.serviceAccountToken, "audience", "") == ""
}
