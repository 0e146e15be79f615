# METADATA
# title: Workload has no NetworkPolicy
# description: >-
#   Pods that no NetworkPolicy selects accept connections from every pod of the cluster and can connect to any address.
#   An attacker who compromises one pod can reach all of them.
# related_resources:
# - https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-02]
#   frameworks: {nist-800-53-r5: [SC-7, AC-4]}
#   selects: [workload]
#   remediation: >-
#     Add a NetworkPolicy that denies all traffic in the namespace (`podSelector: {}`, `policyTypes: [Ingress, Egress]`,
#     no rules), and one for the workload that allows what it needs.
package seaworthy.kubernetes.network_policy_missing

deny contains finding if {
	labels_are_known(input.resource.group, input.resource.kind)
	count(input.related.network_policies) == 0

	# Network policies do not apply to pods in the host network.
	object.get(input.pod.spec, "hostNetwork", false) == false

	# A Helm test runs for seconds.
	not regex.match(`test`, sprintf("%v", [object.get(input.object, ["metadata", "annotations", "helm.sh/hook"], "")]))
	finding := {
		"message": sprintf("no NetworkPolicy in these manifests selects the pods of %s `%s`", [input.resource.kind, input.resource.name]),
		"path": array.concat(input.pod.path, ["metadata", "labels"]),
	}
}

# For other kinds, operators add labels that a policy may select, or create policies themselves.
labels_are_known(group, _) if group in {"apps", "apps.kruise.io", "apps.openshift.io", "extensions"}

labels_are_known("", kind) if kind in {"Pod", "ReplicationController"}

labels_are_known("batch", kind) if kind in {"CronJob", "Job"}

labels_are_known("argoproj.io", kind) if kind == "Rollout"
