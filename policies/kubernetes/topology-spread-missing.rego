# METADATA
# title: Replicas are not spread over nodes and zones
# description: >-
#   Without constraints of its own, a pod gets the scheduler's cluster defaults, which are wishes only and
#   by default let three replicas share a node and five a zone. The failure of one node or zone can then
#   take all replicas.
# related_resources:
# - https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
# - https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#internal-default-constraints
# custom:
#   severity: low
#   category: resilience
#   controls: [RES-07]
#   selects: [workload]
#   remediation: >-
#     Add `topologySpreadConstraints` on `topology.kubernetes.io/zone` and `kubernetes.io/hostname` with
#     `maxSkew: 1` and a `labelSelector` that matches the pod's own labels, or a `podAntiAffinity`.
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
		"message": sprintf("the %v replicas of %s `%s` have neither topology spread constraints nor pod anti-affinity", [
			replicas,
			input.resource.kind,
			input.resource.name,
		]),
		"path": array.concat(input.pod.spec_path, ["topologySpreadConstraints"]),
	}
}
