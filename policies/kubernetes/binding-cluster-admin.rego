# METADATA
# title: cluster-admin is granted
# description: >-
#   `cluster-admin` allows everything on everything; through a RoleBinding, everything in its namespace. Whoever takes over a
#   holder reads all secrets and changes all workloads there.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege
# - https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
# custom:
#   severity: high
#   category: security
#   controls: [SEC-09]
#   frameworks: {nist-800-53-r5: [AC-6]}
#   selects: ["rbac.authorization.k8s.io/*/ClusterRoleBinding", "rbac.authorization.k8s.io/*/RoleBinding"]
#   remediation: >-
#     Bind a role that lists what is needed. In a namespace, `admin` or `edit` is often enough.
package seaworthy.kubernetes.binding_cluster_admin

deny contains finding if {
	input.object.roleRef.kind == "ClusterRole"
	input.object.roleRef.name == "cluster-admin"
	holders := [label(subject) |
		some subject in input.object.subjects
		not object.get(subject, "name", "") in {"", "system:masters", "kubeadm:cluster-admins"}
	]
	count(holders) > 0
	finding := {
		"message": sprintf("%s may do everything%s", [concat(", ", holders), scope(input.resource.kind)]),
		"path": ["roleRef", "name"],
	}
}

label(subject) := sprintf("service account `%s/%s`", [subject.namespace, subject.name]) if subject.kind == "ServiceAccount"

label(subject) := sprintf("service account `%s`", [subject.name]) if {
	subject.kind == "ServiceAccount"
	not subject.namespace
}

label(subject) := sprintf("group `%s`", [subject.name]) if subject.kind == "Group"

label(subject) := sprintf("user `%s`", [subject.name]) if subject.kind == "User"

scope("ClusterRoleBinding") := " in the cluster"

scope("RoleBinding") := " in the namespace"
