# METADATA
# title: Model server has no probe that waits for its model
# description: >-
#   Loading a model takes from seconds to many minutes. Without a readiness probe, requests reach a server that cannot
#   answer yet; with a short liveness probe and no startup probe, the server is restarted before the model is loaded.
# related_resources:
# - https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#define-startup-probes
# - https://docs.vllm.ai/en/stable/deployment/k8s.html
# - https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md
# custom:
#   severity: high
#   category: resilience
#   controls: [MSA-05, RES-08]
#   selects: [pod]
#   params: {min_startup_seconds: 120}
#   remediation: >-
#     Add a `readinessProbe` on the endpoint that succeeds once the model is loaded (`/health` of vLLM, SGLang and TGI,
#     `/v2/health/ready` of Triton), and a `startupProbe` on the same endpoint whose `failureThreshold` times
#     `periodSeconds` exceeds the longest load time.
package seaworthy.kubernetes.model_server_readiness

deny contains finding if {
	serving(input.resource.kind)
	some container in input.containers
	container.type in {"container", "sidecar"}
	server(container.spec)
	reachable(container.spec, input.related.services, input.containers)
	not container.spec.readinessProbe
	finding := {
		"message": sprintf("model server `%s` has no readiness probe, so it receives requests before its model is loaded", [container.name]),
		"path": array.concat(container.path, ["readinessProbe"]),
	}
}

deny contains finding if {
	serving(input.resource.kind)
	some container in input.containers
	container.type in {"container", "sidecar"}
	loads_first(container.spec)
	liveness := container.spec.livenessProbe
	is_object(liveness)
	not container.spec.startupProbe
	delay := object.get(liveness, "initialDelaySeconds", 0)
	period := object.get(liveness, "periodSeconds", 10)
	failures := object.get(liveness, "failureThreshold", 3)
	count([1 | some number in [delay, period, failures]; is_number(number)]) == 3
	patience := delay + (period * failures)
	patience < input.params.min_startup_seconds
	finding := {
		"message": sprintf("model server `%s` has no startup probe and is restarted if its model takes longer than %v s to load", [
			container.name,
			patience,
		]),
		"path": array.concat(container.path, ["startupProbe"]),
		"related": [{
			"address": input.resource.address,
			"path": array.concat(container.path, ["livenessProbe"]),
			"message": "restarts the container",
		}],
	}
}

# KServe and Knative add their own probes; Jobs do not serve.
serving(kind) if kind in {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Rollout", "Pod"}

server(container) if loads_first(container)

server(container) if {
	is_string(container.image)
	regex.match(`(^|/)(ollama|torchserve(-kfs)?|openvino/model_server)([:@]|$)`, container.image)
}

# Servers that pass health checks only once the model is loaded.
loads_first(container) if {
	is_string(container.image)
	regex.match(
		`(^|/)(vllm(-(openai|cpu|rocm|tpu|xpu|hpu|neuron|gaudi)[a-z0-9.-]*)?|sglang|lmdeploy|tritonserver|text-generation-inference|text-embeddings-inference|tensorflow/serving|llama\.cpp)([:@]|$)|^nvcr\.io/nim/`,
		container.image,
	)
	# Client tools have images with the same name.
	not regex.match(`-sdk$`, container.image)
}

reachable(container, _, _) if count([port | some port in container.ports]) > 0

reachable(_, services, containers) if {
	count(services) > 0
	count([1 | some container in containers; container.type in {"container", "sidecar"}]) == 1
}
