# METADATA
# title: Rollout makes all replicas unavailable
# description: >-
#   A rollout that can stop all old pods before a new one is ready makes the service unavailable at each change, even
#   with several replicas.
# related_resources:
# - https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy
# - https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#maximum-unavailable-pods
# custom:
#   severity: medium
#   category: resilience
#   controls: [RES-09]
#   selects: ["apps/*/Deployment", "apps/*/StatefulSet"]
#   remediation: >-
#     Use `RollingUpdate` with `maxUnavailable` below the number of replicas: `maxUnavailable: 0` with `maxSurge: 1`, or
#     `maxUnavailable: 1` with `maxSurge: 0` if there is no capacity for an additional pod.
package seaworthy.kubernetes.rollout_takes_all_down

import data.seaworthy.lib.scale

deny contains finding if {
	input.object.spec.strategy.type == "Recreate"
	replicas := scale.guaranteed(input.object, input.related.autoscalers)
	is_number(replicas)
	replicas >= 2
	serving := serving_services(input.related.services)
	count(serving) > 0
	# A volume that a single node mounts requires it.
	count(unshared(input.pod.spec, input.related.volume_claims)) == 0
	finding := {
		"message": sprintf("`Recreate` stops %v of %v replicas of %s `%s` before it starts new ones, which makes Service %s unavailable", [
			replicas,
			replicas,
			input.resource.kind,
			input.resource.name,
			concat(", ", serving),
		]),
		"path": ["spec", "strategy", "type"],
	}
}

deny contains finding if {
	some strategy in ["strategy", "updateStrategy"]
	value := input.object.spec[strategy].rollingUpdate.maxUnavailable
	replicas := scale.guaranteed(input.object, input.related.autoscalers)
	is_number(replicas)
	replicas >= 2
	everything(value, replicas)
	serving := serving_services(input.related.services)
	count(serving) > 0
	finding := {
		"message": sprintf("`maxUnavailable: %v` allows a rollout to stop %v of %v replicas of %s `%s` at once, which makes Service %s unavailable", [
			value,
			replicas,
			replicas,
			input.resource.kind,
			input.resource.name,
			concat(", ", serving),
		]),
		"path": ["spec", strategy, "rollingUpdate", "maxUnavailable"],
	}
}

everything(value, _) if value == "100%"

everything(value, replicas) if {
	is_number(value)
	value >= replicas
}

# The names of the Services for more than metrics.
serving_services(services) := sort({sprintf("`%s`", [service.name]) |
	some service in services
	not regex.match(`-metrics(-service|-svc)?$`, service.name)
	count([port |
		some port in service.object.spec.ports
		is_object(port)
		not regex.match(`metric|prom`, sprintf("%v", [object.get(port, "name", "")]))
	]) > 0
})

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
