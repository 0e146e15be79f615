# METADATA
# title: Workload does not scale as its requirements ask
# description: >-
#   Load that changes, and capacity that must not idle, ask for an autoscaler. Callers who wait ask for room in which each
#   replica can work faster for a moment. Otherwise a fixed number of replicas does, as long as it is more than one.
# related_resources:
# - https://kubernetes.io/docs/concepts/workloads/autoscaling/
# - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
# custom:
#   severity: medium
#   category: scaling
#   controls: [SCL-11]
#   selects: [workload]
#   params: {variable_patterns: [variable, bursty], cpu_headroom: 2, min_replicas: 2}
#   remediation: >-
#     Scale the workload as the message says: with a HorizontalPodAutoscaler or a ScaledObject, with a CPU limit far above the
#     request (or none), or with more replicas. If something else is meant, correct what is declared.
package seaworthy.kubernetes.scaling_strategy

import data.seaworthy.lib.scale
import data.seaworthy.lib.strategy

deny contains finding if {
	may_scale
	asked := strategy.scaling_asks(input.requirements, input.params.variable_patterns)
	count(asked) > 0
	strategy.scaling(asked) == "auto_scaling"
	count(input.related.autoscalers) == 0
	finding := {
		"message": sprintf("%s: automatic scaling is asked for, and nothing scales %s `%s`", [
			strategy.scaling_words(asked, input.requirements),
			input.resource.kind,
			input.resource.name,
		]),
		"path": ["spec", "replicas"],
		"requirements": ["traffic_pattern", "cost_sensitive", "low_latency"],
	}
}

# A limit at the request slows a container down just when there is much to do.
deny contains finding if {
	may_scale
	asked := strategy.scaling_asks(input.requirements, input.params.variable_patterns)
	count(asked) > 0
	strategy.scaling(asked) == "vertical_scaling"

	# What gives as many points is as good, and a vertical autoscaler finds the room.
	not fits_as_well(asked)
	count(input.related.vertical_autoscalers) == 0
	some container in input.containers
	container.type in {"container", "sidecar"}
	resources := container.spec.resources
	limit := cores(resources.limits.cpu)
	request := cores(object.get(resources, ["requests", "cpu"], resources.limits.cpu))
	limit < request * input.params.cpu_headroom
	finding := {
		"message": sprintf("%s: vertical room is asked for, and the CPU limit of `%v` leaves container `%s` less than %v times its request of `%v`", [
			strategy.scaling_words(asked, input.requirements),
			resources.limits.cpu,
			container.name,
			input.params.cpu_headroom,
			object.get(resources, ["requests", "cpu"], resources.limits.cpu),
		]),
		"path": array.concat(container.path, ["resources", "limits", "cpu"]),
		"requirements": ["traffic_pattern", "cost_sensitive", "low_latency"],
	}
}

# Steady traffic is declared, and nothing that asks for more.
deny contains finding if {
	may_scale
	input.requirements.traffic_pattern
	count(strategy.scaling_asks(input.requirements, input.params.variable_patterns)) == 0
	replicas := scale.guaranteed(input.object, input.related.autoscalers)
	is_number(replicas)
	replicas >= 1
	replicas < input.params.min_replicas
	finding := {
		"message": sprintf("%s traffic: horizontal scaling is asked for, and %s `%s` keeps %v of at least %v replicas", [
			input.requirements.traffic_pattern,
			input.resource.kind,
			input.resource.name,
			replicas,
			input.params.min_replicas,
		]),
		"path": ["spec", "replicas"],
		"requirements": ["traffic_pattern", "cost_sensitive", "low_latency"],
	}
}

may_scale if input.resource.kind in {"Deployment", "StatefulSet", "ReplicaSet", "Rollout"}

fits_as_well(asked) if {
	count(input.related.autoscalers) > 0
	strategy.scaling_points("auto_scaling", asked) == strategy.scaling_points("vertical_scaling", asked)
}

# Kubernetes quantities.
cores(quantity) := quantity if is_number(quantity)

cores(quantity) := units.parse(quantity) if {
	is_string(quantity)
	regex.match(`^[0-9]+(\.[0-9]+)?m?$`, quantity)
}
