# METADATA
# title: Workload has no topology spread constraints
# description: >-
#   Without its own constraints, a pod gets the cluster defaults of the scheduler, which are only preferences and by
#   default allow three replicas on a node and five in a zone. The failure of one node or zone can then stop all
#   replicas.
# related_resources:
# - https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
# - https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#internal-default-constraints
# custom:
#   severity: low
#   category: resilience
#   controls: [RES-07]
#   selects: [workload]
#   remediation: >-
#     Add `topologySpreadConstraints` on `topology.kubernetes.io/zone` and `kubernetes.io/hostname` with `maxSkew: 1`
#     and a `labelSelector` that matches the pod's own labels, or a `podAntiAffinity`.
package seaworthy.kubernetes.topology_spread_missing

import data.seaworthy.lib.scale

deny contains finding if {
	input.resource.kind in {"Deployment", "StatefulSet", "Rollout"}
	replicas := scale.guaranteed(input.object, input.related.autoscalers)
	is_number(replicas)
	replicas >= 2
	pod := input.pod.spec
	object.get(pod, "topologySpreadConstraints", []) == []
	object.get(pod, ["affinity", "podAntiAffinity"], {}) == {}
	# Two pods with the same host port never share a node.
	count([port |
		some container in input.containers
		container.type in {"container", "sidecar"}
		some port in container.spec.ports
		port.hostPort > 0
	]) == 0
	finding := {
		"message": sprintf("the %v replicas of %s `%s` have no topology spread constraints and no pod anti-affinity", [
			replicas,
			input.resource.kind,
			input.resource.name,
		]),
		"path": array.concat(input.pod.spec_path, ["topologySpreadConstraints"]),
	}
}
