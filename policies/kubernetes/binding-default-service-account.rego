# METADATA
# title: Role is granted to a default service account
# description: >-
#   Every pod without its own service account runs as `default` of its namespace. Permissions of this account apply to
#   all these pods, including future ones.
# related_resources:
# - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#service-account-permissions
# - https://kubernetes.io/docs/concepts/security/service-accounts/#default-service-accounts
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-09, SEC-10]
#   frameworks: {nist-800-53-r5: [AC-6]}
#   selects: ["rbac.authorization.k8s.io/*/ClusterRoleBinding", "rbac.authorization.k8s.io/*/RoleBinding"]
#   remediation: >-
#     Create a ServiceAccount for the workload, set it as the pod's `serviceAccountName`, and bind the role to it.
package seaworthy.kubernetes.binding_default_service_account

deny contains finding if {
	some i, subject in input.object.subjects
	subject.kind == "ServiceAccount"
	subject.name == "default"
	finding := {
		"message": sprintf("`%s` is granted to every pod%s without its own service account", [
			input.object.roleRef.name,
			place(object.get(subject, "namespace", "")),
		]),
		"path": ["subjects", i, "name"],
	}
}

place("") := ""

place(namespace) := sprintf(" in namespace `%s`", [namespace]) if namespace != ""
