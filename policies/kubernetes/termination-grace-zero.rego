# METADATA
# title: Termination grace period is zero
# description: >-
#   With a grace period of zero, the pod is killed immediately: requests in flight fail, connections are not drained,
#   and a StatefulSet can start the replacement while the old pod still runs on a disconnected node.
# related_resources:
# - https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
# - https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#deployment-and-scaling-guarantees
# custom:
#   severity: medium
#   category: resilience
#   controls: [LBL-07]
#   selects: [workload]
#   remediation: >-
#     Remove `terminationGracePeriodSeconds` (the default is 30), or set it to the time that the pod needs to finish its
#     work.
package seaworthy.kubernetes.termination_grace_zero

deny contains finding if {
	input.resource.kind in {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Rollout", "Pod"}
	input.pod.spec.terminationGracePeriodSeconds == 0
	harmed(input.resource.kind, input.related.services)
	finding := {
		"message": sprintf("the pods of %s `%s` are killed without a grace period", [input.resource.kind, input.resource.name]),
		"path": array.concat(input.pod.spec_path, ["terminationGracePeriodSeconds"]),
	}
}

harmed(kind, _) if kind == "StatefulSet"

# Services for more than metrics.
harmed(_, services) if {
	count([port |
		some service in services
		not regex.match(`-metrics(-service|-svc)?$`, service.name)
		some port in service.object.spec.ports
		is_object(port)
		not regex.match(`metric|prom`, sprintf("%v", [object.get(port, "name", "")]))
	]) > 0
}
