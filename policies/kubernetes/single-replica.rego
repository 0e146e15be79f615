# METADATA
# title: Service depends on a single replica
# description: >-
#   With one replica, the service is unavailable whenever its pod is replaced: when its node fails or is drained, or
#   when the pod is evicted or killed, until the next pod is ready.
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
#     Set `spec.replicas`, or the minimum of its autoscaler, to at least `2`. Stateful software needs its own
#     replication, preferably with an operator.
package seaworthy.kubernetes.single_replica

import data.seaworthy.lib.scale
import data.seaworthy.lib.text

deny contains finding if {
	input.resource.kind in {"Deployment", "StatefulSet", "Rollout"}
	serving := serving_services(input.related.services)
	count(serving) > 0
	replicas := scale.guaranteed(input.object, input.related.autoscalers)
	is_number(replicas)
	# Zero replicas means disabled, or scaled to zero on purpose.
	replicas >= 1
	replicas < input.params.min_replicas
	# The strategy or a single-node volume can require that only one pod runs.
	object.get(input.object, ["spec", "strategy", "type"], "") != "Recreate"
	count(unshared(input.pod.spec, input.related.volume_claims)) == 0
	finding := {
		"message": sprintf("%s on %s `%s`, which has %s, below the minimum of %v", [
			subject({sprintf("`%s`", [service.name]) | some service in serving}),
			input.resource.kind,
			input.resource.name,
			text.plural(replicas, "replica", "replicas"),
			input.params.min_replicas,
		]),
		"path": ["spec", "replicas"],
		"related": [{
			"address": autoscaler.address,
			"path": ["spec", scale.minimum_field(autoscaler)],
			"message": "the minimum is set here",
		} |
			some autoscaler in input.related.autoscalers
		],
	}
}

subject(names) := sprintf("Service %s depends", [concat("", names)]) if count(names) == 1

subject(names) := sprintf("Services %s depend", [concat(", ", sort(names))]) if count(names) > 1

# The Services for more than metrics.
serving_services(services) := [service |
	some service in services
	not regex.match(`-metrics(-service|-svc)?$`, service.name)
	count([port |
		some port in service.object.spec.ports
		is_object(port)
		not regex.match(`metric|prom`, sprintf("%v", [object.get(port, "name", "")]))
	]) > 0
]

# The claims that are not known to be shared by several nodes.
unshared(pod, claims) := [claim |
	some volume in pod.volumes
	claim := volume.persistentVolumeClaim.claimName
	not claim in {known.name |
		some known in claims
		some mode in known.object.spec.accessModes
		mode in {"ReadWriteMany", "ReadOnlyMany"}
	}
]
