# METADATA
# title: Binding grants cluster-admin
# description: >-
#   `cluster-admin` allows every action on every resource; with a RoleBinding, on every resource in its namespace. An
#   attacker who takes over a subject can read all secrets and change all workloads there.
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
#     Bind a role that lists the required permissions. Within a namespace, `admin` or `edit` is often enough.
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
		"message": sprintf("`cluster-admin` grants full access %s for %s", [scope(input.resource.kind), concat(", ", holders)]),
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

scope("ClusterRoleBinding") := "to the cluster"

scope("RoleBinding") := "to the namespace"
