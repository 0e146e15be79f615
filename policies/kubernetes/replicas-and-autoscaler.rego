# METADATA
# title: Replica count is set on an autoscaled workload
# description: >-
#   Every time the manifest is applied, `replicas` overrides the autoscaler. Under load, a deployment then starts by
#   removing pods.
# related_resources:
# - https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling
# custom:
#   severity: medium
#   category: scaling
#   controls: [SCL-05]
#   selects: [workload]
#   remediation: >-
#     Remove `spec.replicas` from the manifest. If it has already been applied, first run `kubectl apply
#     edit-last-applied` and remove it there, so that the next apply does not scale to one replica.
package seaworthy.kubernetes.replicas_and_autoscaler

deny contains finding if {
	replicas := input.object.spec.replicas
	some autoscaler in input.related.autoscalers
	# Zero pauses a HorizontalPodAutoscaler.
	[autoscaler.kind, replicas] != ["HorizontalPodAutoscaler", 0]
	finding := {
		"message": sprintf("`replicas: %v` conflicts with %s `%s`", [replicas, autoscaler.kind, autoscaler.name]),
		"path": ["spec", "replicas"],
		"related": [{
			"address": autoscaler.address,
			"path": ["spec", "scaleTargetRef"],
			"message": "scales this workload",
		}],
	}
}
