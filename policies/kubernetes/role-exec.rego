# METADATA
# title: Role allows exec into containers
# description: >-
#   `exec` and `attach` open a shell in other workloads, with their files, network and tokens. `nodes/proxy` gives
#   access to the kubelet API, which runs commands in every pod of the node, bypassing audit logging and admission
#   control.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/rbac-good-practices/#access-to-proxy-subresource-of-nodes
# - https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-25, SEC-09]
#   frameworks: {nist-800-53-r5: [AC-6]}
#   selects: ["rbac.authorization.k8s.io/*/ClusterRole", "rbac.authorization.k8s.io/*/Role"]
#   remediation: >-
#     Remove the resource from the rule, and grant it only for the duration of an incident. For monitoring, replace
#     `nodes/proxy` with `nodes/metrics` and `nodes/stats`.
package seaworthy.kubernetes.role_exec

deny contains finding if {
	object.get(input.object, ["metadata", "labels", "kubernetes.io/bootstrapping"], "") != "rbac-defaults"
	some i, rule in input.object.rules
	count([1 | some group in rule.apiGroups; group in {"", "*"}]) > 0
	count([1 | some verb in rule.verbs; verb in {"create", "get", "*"}]) > 0
	count(object.get(rule, "resourceNames", [])) == 0
	some j, resource in rule.resources
	enters(resource, input.resource.kind)
	finding := {
		"message": sprintf("rule %d grants `%s`", [i + 1, resource]),
		"path": ["rules", i, "resources", j],
	}
}

enters(resource, _) if resource in {"pods/exec", "pods/attach", "*/exec", "*/attach"}

# Nodes are cluster-scoped, so a Role grants nothing on them.
enters(resource, "ClusterRole") if resource in {"nodes/proxy", "*/proxy"}
