# METADATA
# title: Container behind a Service has no readiness probe
# description: >-
#   Without a readiness probe, a pod receives traffic as soon as its containers have started, before they listen, and
#   keeps receiving it when they can no longer answer. Every rollout and scale-up then loses requests.
# related_resources:
# - https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
# - https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
# custom:
#   severity: medium
#   category: resilience
#   controls: [RES-08]
#   selects: [workload]
#   remediation: >-
#     Add a `readinessProbe` that succeeds once the container can serve requests: an `httpGet` on a health endpoint,
#     `grpc`, or `tcpSocket` on its port.
package seaworthy.kubernetes.readiness_probe_missing

deny contains finding if {
	input.resource.kind in {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Rollout", "Pod"}
	running := [container | some container in input.containers; container.type in {"container", "sidecar"}]
	some container in running
	not container.spec.readinessProbe
	# Sidecar proxies of meshes, and the one that protects the metrics of operators.
	not container.name in {"consul-dataplane", "daprd", "istio-proxy", "kuma-sidecar", "linkerd-proxy"}
	not startswith(container.name, "kube-rbac-proxy")
	# kubernetes/model-server-readiness covers these.
	not regex.match(
		`(^|/)(vllm(-(openai|cpu|rocm|tpu|xpu|hpu|neuron|gaudi)[a-z0-9.-]*)?|sglang|lmdeploy|ollama|tritonserver|torchserve(-kfs)?|text-generation-inference|text-embeddings-inference|tensorflow/serving|openvino/model_server|llama\.cpp)([:@]|$)|^nvcr\.io/nim/`,
		sprintf("%v", [object.get(container.spec, "image", "")]),
	)
	services := {service.name |
		some service in input.related.services
		not regex.match(`-metrics(-service|-svc)?$`, service.name)
		object.get(service.object, ["spec", "publishNotReadyAddresses"], false) != true
		some port in service.object.spec.ports
		is_object(port)
		object.get(port, "protocol", "TCP") == "TCP"
		not regex.match(`metric|prom`, sprintf("%v", [object.get(port, "name", "")]))
		serves(container.spec, object.get(port, "targetPort", object.get(port, "port", 0)), count(running))
	}
	count(services) > 0
	finding := {
		"message": sprintf("container `%s` serves Service %s, but has no readiness probe", [
			container.name,
			concat(", ", sort([sprintf("`%s`", [name]) | some name in services])),
		]),
		"path": array.concat(container.path, ["readinessProbe"]),
	}
}

serves(container, target, _) if {
	some port in container.ports
	port.containerPort == target
}

serves(container, target, _) if {
	some port in container.ports
	port.name == target
}

# Declaring a port is optional: with one container, a port number can only be its own.
serves(_, target, running) if {
	running == 1
	is_number(target)
}
