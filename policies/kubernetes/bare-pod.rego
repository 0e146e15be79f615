# METADATA
# title: Pod has no controller
# description: >-
#   A bare Pod is not replaced: when its node fails or is drained, or when it is evicted, the Pod is gone.
# related_resources:
# - https://kubernetes.io/docs/concepts/workloads/pods/#using-pods
# - https://kubernetes.io/docs/concepts/workloads/
# custom:
#   severity: medium
#   category: resilience
#   controls: [MSA-15]
#   selects: [v1/Pod]
#   remediation: >-
#     Run the Pod with a Deployment, StatefulSet or DaemonSet; use a Job for work that completes.
package seaworthy.kubernetes.bare_pod

deny contains finding if {
	metadata := input.object.metadata
	object.get(metadata, "ownerReferences", []) == []
	# Pods that complete are exempt: tests, migrations, debugging.
	object.get(input.object, ["spec", "restartPolicy"], "Always") == "Always"
	count([key |
		some key, _ in metadata.annotations
		key in {
			"argocd.argoproj.io/hook",
			"helm.sh/hook",
			"kubernetes.io/config.hash",
			"kubernetes.io/config.mirror",
			"kubernetes.io/config.source",
		}
	]) == 0
	# Control planes run as static pods, which the kubelet starts from a file.
	input.resource.namespace != "kube-system"
	finding := {
		"message": sprintf("Pod `%s` has no controller to replace it", [input.resource.name]),
		"path": ["kind"],
	}
}
