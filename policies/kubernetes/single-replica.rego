# METADATA
# title: Service is carried by a single replica
# description: >-
#   With one replica, the service is down whenever its pod is replaced: when its node fails or is drained,
#   when it is evicted or killed, and until the next pod is ready.
# related_resources:
# - https://kubernetes.io/docs/concepts/workloads/controllers/deployment/
# - https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
# custom:
#   severity: low
#   category: resilience
#   controls: [RES-05]
#   selects: [workload]
#   params: {min_replicas: 2}
#   remediation: >-
#     Set `spec.replicas`, or the minimum of its autoscaler, to at least `2`. Software that keeps its own
#     state needs its own replication for that, most easily from an operator.
package seaworthy.kubernetes.single_replica

import data.seaworthy.lib.scale

deny contains finding if {
	input.resource.kind in {"Deployment", "StatefulSet", "Rollout"}
	serving := carried(input.related.services)
	count(serving) > 0
	replicas := scale.guaranteed(input.object, input.related.autoscalers)
	is_number(replicas)
	# None at all is switched off, or scaled to zero on purpose.
	replicas >= 1
	replicas < input.params.min_replicas
	# Two pods must not run side by side where the strategy or a volume of one node says so.
	object.get(input.object, ["spec", "strategy", "type"], "") != "Recreate"
	count(unshared(input.pod.spec, input.related.volume_claims)) == 0
	finding := {
		"message": sprintf("%s on %s `%s`, which keeps only %v %s", [
			subject({sprintf("`%s`", [service.name]) | some service in serving}),
			input.resource.kind,
			input.resource.name,
			replicas,
			noun(replicas),
		]),
		"path": ["spec", "replicas"],
		"related": [{
			"address": autoscaler.address,
			"path": ["spec", scale.minimum_field(autoscaler)],
			"message": "its minimum is set here",
		} |
			some autoscaler in input.related.autoscalers
		],
	}
}

subject(names) := sprintf("Service %s depends", [concat("", names)]) if count(names) == 1

subject(names) := sprintf("Services %s depend", [concat(", ", sort(names))]) if count(names) > 1

noun(replicas) := "replica" if replicas == 1

noun(replicas) := "replicas" if replicas != 1

# The Services that carry more than metrics.
carried(services) := [service |
	some service in services
	not regex.match(`-metrics(-service|-svc)?$`, service.name)
	count([port |
		some port in service.object.spec.ports
		is_object(port)
		not regex.match(`metric|prom`, sprintf("%v", [object.get(port, "name", "")]))
	]) > 0
]

# The claims that pods on several nodes are not known to share.
unshared(pod, claims) := [claim |
	some volume in pod.volumes
	claim := volume.persistentVolumeClaim.claimName
	not claim in {known.name |
		some known in claims
		some mode in known.object.spec.accessModes
		mode in {"ReadWriteMany", "ReadOnlyMany"}
	}
]
