# METADATA
# title: LLM server on GPUs scales on CPU or memory
# description: >-
#   The load of a language model is on the GPU and in its request queue. CPU utilization barely follows it, and memory
#   is constant because the server reserves it at startup, so the autoscaler reacts late or never.
# related_resources:
# - https://cloud.google.com/kubernetes-engine/docs/best-practices/machine-learning/inference/autoscaling
# - https://docs.vllm.ai/en/stable/usage/metrics.html
# custom:
#   severity: medium
#   category: scaling
#   controls: [FUT-05, MSA-06]
#   selects: ["autoscaling/*/HorizontalPodAutoscaler", "keda.sh/*/ScaledObject"]
#   remediation: >-
#     Scale on a metric of the server, such as its number of waiting requests (`vllm:num_requests_waiting`) or its batch
#     size, with a `Pods` or `External` metric or a KEDA `prometheus` trigger.
package seaworthy.kubernetes.llm_scaled_on_cpu

deny contains finding if {
	some field in ["metrics", "triggers"]
	signals := resources(input.object, field)
	count(signals) > 0
	count([signal | some signal in signals; not signal in {"cpu", "memory"}]) == 0
	some target in input.related.targets
	some container in target.containers
	container.type in {"container", "sidecar"}
	is_string(container.spec.image)
	regex.match(
		`(^|/)(vllm(-(openai|rocm)[a-z0-9.-]*)?|sglang|lmdeploy|text-generation-inference|llama\.cpp)([:@]|$)|^nvcr\.io/nim/`,
		container.spec.image,
	)
	some resource, _ in container.spec.resources.limits
	resource in {"nvidia.com/gpu", "amd.com/gpu"}
	finding := {
		"message": sprintf("%s `%s` runs an LLM on GPUs, but scales only on %s", [
			target.kind,
			target.name,
			concat(" and ", sort({sprintf("`%v`", [signal]) | some signal in signals})),
		]),
		"path": ["spec", field],
		"related": [{
			"address": target.address,
			"path": array.concat(container.path, ["image"]),
			"message": "the LLM server",
		}],
	}
}

# The signals of an autoscaler: a resource by its name, anything else by its type.
resources(autoscaler, field) := {signal |
	field == "metrics"
	some metric in autoscaler.spec.metrics
	is_object(metric)
	signal := object.get(metric, ["resource", "name"], object.get(metric, ["containerResource", "name"], metric.type))
} | {"cpu" |
	# The default.
	field == "metrics"
	autoscaler.kind == "HorizontalPodAutoscaler"
	object.get(autoscaler, ["spec", "metrics"], []) == []
	count([key |
		some key, _ in autoscaler.metadata.annotations
		key == "autoscaling.alpha.kubernetes.io/metrics"
	]) == 0
} | {trigger.type |
	field == "triggers"
	some trigger in autoscaler.spec.triggers
}
