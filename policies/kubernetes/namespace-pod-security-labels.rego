# METADATA
# title: Namespace enforces no Pod Security Standard
# description: >-
#   With the label `pod-security.kubernetes.io/enforce`, the cluster itself refuses pods that break the
#   profile it names. Without the label, or with `privileged`, every pod is let in, unless the cluster's
#   administrator has set another default.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-admission/
# - https://kubernetes.io/docs/tasks/configure-pod-container/enforce-standards-namespace-labels/
# custom:
#   severity: low
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [baseline], nist-800-53-r5: [CM-6]}
#   selects: [v1/Namespace]
#   remediation: >-
#     Label the namespace `pod-security.kubernetes.io/enforce: restricted`, or `baseline` where that is too
#     strict.
package seaworthy.kubernetes.namespace_pod_security_labels

# Namespaces of the cluster itself, whose pods need the node.
system := {"kube-system", "kube-public", "kube-node-lease"}

label := "pod-security.kubernetes.io/enforce"

deny contains finding if {
	not input.resource.name in system
	profile := object.get(input.object, ["metadata", "labels", label], "")
	message := verdict(profile)
	finding := {
		"message": sprintf("namespace `%s` %s", [input.resource.name, message]),
		"path": ["metadata", "labels", label],
	}
}

verdict("") := "enforces no Pod Security Standard"

verdict("privileged") := "lets every pod in"
