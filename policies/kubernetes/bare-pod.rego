# METADATA
# title: Pod without a controller
# description: >-
#   Nothing replaces a bare Pod: when its node fails or is drained, or when it is evicted, the Pod is gone
#   for good.
# related_resources:
# - https://kubernetes.io/docs/concepts/workloads/pods/#using-pods
# - https://kubernetes.io/docs/concepts/workloads/
# custom:
#   severity: medium
#   category: resilience
#   controls: [MSA-15]
#   selects: [v1/Pod]
#   remediation: Run the Pod by a Deployment, StatefulSet or DaemonSet; use a Job for work that ends.
package seaworthy.kubernetes.bare_pod

deny contains finding if {
	metadata := input.object.metadata
	object.get(metadata, "ownerReferences", []) == []
	# Work that ends is left alone: tests, migrations, debugging.
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
	# Control planes are static pods, which the kubelet of a node runs from a file.
	input.resource.namespace != "kube-system"
	finding := {
		"message": sprintf("Pod `%s` has no controller that would replace it", [input.resource.name]),
		"path": ["kind"],
	}
}
