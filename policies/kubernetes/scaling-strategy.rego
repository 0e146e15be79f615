# METADATA
# title: Scaling does not match the declared requirements
# description: >-
#   Variable load and cost sensitivity require an autoscaler. Low latency requires CPU headroom in each replica.
#   Otherwise a fixed number of replicas is enough, as long as it is more than one.
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
#     Scale the workload as the message says: with a HorizontalPodAutoscaler or a ScaledObject, with a CPU limit far
#     above the request (or none), or with more replicas. If the declared requirements are wrong, correct them.
package seaworthy.kubernetes.scaling_strategy

import data.seaworthy.lib.scale
import data.seaworthy.lib.strategy
import data.seaworthy.lib.text

deny contains finding if {
	may_scale
	needs := strategy.scaling_needs(input.requirements, input.params.variable_patterns)
	count(needs) > 0
	strategy.scaling(needs) == "auto_scaling"
	count(input.related.autoscalers) == 0
	finding := {
		"message": sprintf("%s `%s` has no autoscaler, but autoscaling is required for %s", [
			input.resource.kind,
			input.resource.name,
			strategy.scaling_words(needs, input.requirements),
		]),
		"path": ["spec", "replicas"],
		"requirements": ["traffic_pattern", "cost_sensitive", "low_latency"],
	}
}

# A limit equal to the request throttles a container at peak load.
deny contains finding if {
	may_scale
	needs := strategy.scaling_needs(input.requirements, input.params.variable_patterns)
	count(needs) > 0
	strategy.scaling(needs) == "vertical_scaling"

	# A strategy with as many points is equally good, and a vertical autoscaler provides the headroom.
	not fits_as_well(needs)
	count(input.related.vertical_autoscalers) == 0
	some container in input.containers
	container.type in {"container", "sidecar"}
	resources := container.spec.resources
	limit := cores(resources.limits.cpu)
	request := cores(object.get(resources, ["requests", "cpu"], resources.limits.cpu))
	limit < request * input.params.cpu_headroom
	finding := {
		"message": sprintf("the CPU limit of container `%s` is `%v`, below %v times its request of `%v`, but CPU headroom is required for %s", [
			container.name,
			resources.limits.cpu,
			input.params.cpu_headroom,
			object.get(resources, ["requests", "cpu"], resources.limits.cpu),
			strategy.scaling_words(needs, input.requirements),
		]),
		"path": array.concat(container.path, ["resources", "limits", "cpu"]),
		"requirements": ["traffic_pattern", "cost_sensitive", "low_latency"],
	}
}

# Steady traffic is declared, and no other need.
deny contains finding if {
	may_scale
	input.requirements.traffic_pattern
	count(strategy.scaling_needs(input.requirements, input.params.variable_patterns)) == 0
	replicas := scale.guaranteed(input.object, input.related.autoscalers)
	is_number(replicas)
	replicas >= 1
	replicas < input.params.min_replicas
	finding := {
		"message": sprintf("%s `%s` has %s, below the minimum of %v for %s traffic", [
			input.resource.kind,
			input.resource.name,
			text.plural(replicas, "replica", "replicas"),
			input.params.min_replicas,
			input.requirements.traffic_pattern,
		]),
		"path": ["spec", "replicas"],
		"requirements": ["traffic_pattern", "cost_sensitive", "low_latency"],
	}
}

may_scale if input.resource.kind in {"Deployment", "StatefulSet", "ReplicaSet", "Rollout"}

fits_as_well(needs) if {
	count(input.related.autoscalers) > 0
	strategy.scaling_points("auto_scaling", needs) == strategy.scaling_points("vertical_scaling", needs)
}

# Kubernetes quantities.
cores(quantity) := quantity if is_number(quantity)

cores(quantity) := units.parse(quantity) if {
	is_string(quantity)
	regex.match(`^[0-9]+(\.[0-9]+)?m?$`, quantity)
}
