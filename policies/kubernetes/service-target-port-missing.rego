# METADATA
# title: Service targets a port name that no container declares
# description: >-
#   A named `targetPort` is looked up among the ports that the containers declare. If none has that name,
#   the pods get no endpoint for the port, and every connection to it fails.
# related_resources:
# - https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
# custom:
#   severity: high
#   category: resilience
#   controls: [MSA-16]
#   selects: [v1/Service]
#   remediation: >-
#     Name the container's port as `targetPort` says, or use the name or number that the container has.
package seaworthy.kubernetes.service_target_port_missing

deny contains finding if {
	some i, port in input.object.spec.ports
	target := port.targetPort
	is_string(target)
	regex.match(`[a-z]`, target)
	# Proxies that are injected bring ports of their own.
	not regex.match(`^(dapr-|linkerd-|http-envoy-prom$|envoy-)`, target)
	selected := input.related.workloads
	count(selected) > 0
	count([workload | some workload in selected; count([1 | complete(workload)]) == 0]) == 0
	declared := {name |
		some workload in selected
		some container in workload.containers
		container.type in {"container", "sidecar"}
		some name in [known.name | some known in container.spec.ports]
	}
	not target in declared
	finding := {
		"message": sprintf("`targetPort: %s` is the name of no port of %s%s", [
			target,
			concat(", ", sort({sprintf("%s `%s`", [workload.kind, workload.name]) | some workload in selected})),
			hint(declared),
		]),
		"path": ["spec", "ports", i, "targetPort"],
		"related": [{
			"address": workload.address,
			"path": array.concat(container.path, ["ports"]),
			"message": "the ports that it declares",
		} |
			some workload in selected
			some container in workload.containers
			container.type in {"container", "sidecar"}
		],
	}
}

# The manifest shows all containers: no operator composes the pod, no annotation asks for one more, and it is not the
# scaffold of a Kubernetes operator, to which a kustomize patch adds the proxy for metrics.
complete(workload) if {
	workload.group in {"", "apps", "batch", "argoproj.io"}
	count([key |
		some pod in workload.pods
		some key, value in pod.metadata.annotations
		key in {"sidecar.opentelemetry.io/inject", "operator.1password.io/inject", "vault.hashicorp.com/agent-inject"}
		value != "false"
	]) == 0
	count([key | some pod in workload.pods; some key, _ in pod.metadata.labels; key == "control-plane"]) == 0
}

hint(declared) := "" if count(declared) == 0

hint(declared) := sprintf(" (there is %s)", [concat(", ", sort([sprintf("`%s`", [name]) | some name in declared]))]) if {
	count(declared) > 0
}
