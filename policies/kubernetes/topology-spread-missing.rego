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

deny contains finding if {
	input.resource.kind in {"Deployment", "StatefulSet", "Rollout"}
	replicas := guaranteed(input.object, input.related.autoscalers)
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

# The number of replicas that are kept at all times: an autoscaler's minimum, or else `replicas`.
guaranteed(manifest, autoscalers) := object.get(manifest, ["spec", "replicas"], 1) if count(autoscalers) == 0

guaranteed(_, autoscalers) := max([minimum(autoscaler) | some autoscaler in autoscalers]) if count(autoscalers) > 0

minimum(autoscaler) := object.get(autoscaler.object, ["spec", "minReplicas"], 1) if {
	autoscaler.kind == "HorizontalPodAutoscaler"
}

minimum(autoscaler) := object.get(spec, "idleReplicaCount", object.get(spec, "minReplicaCount", 0)) if {
	autoscaler.kind == "ScaledObject"
	spec := autoscaler.object.spec
}
