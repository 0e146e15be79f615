# METADATA
# title: Service target port is not declared by any container
# description: >-
#   A named `targetPort` refers to a port that the containers declare. If no container declares it, the Service has no
#   endpoints for the port, and every connection to it fails.
# related_resources:
# - https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
# custom:
#   severity: high
#   category: resilience
#   controls: [MSA-16]
#   selects: [v1/Service]
#   remediation: >-
#     Declare a container port with the name in `targetPort`, or set `targetPort` to an existing name or number.
package seaworthy.kubernetes.service_target_port_missing

deny contains finding if {
	some i, port in input.object.spec.ports
	target := port.targetPort
	is_string(target)
	regex.match(`[a-z]`, target)
	# Injected proxies add their own ports.
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
		"message": sprintf("`targetPort: %s` is not a port name of %s%s", [
			target,
			concat(", ", sort({sprintf("%s `%s`", [workload.kind, workload.name]) | some workload in selected})),
			hint(declared),
		]),
		"path": ["spec", "ports", i, "targetPort"],
		"related": [{
			"address": workload.address,
			"path": array.concat(container.path, ["ports"]),
			"message": "the declared ports",
		} |
			some workload in selected
			some container in workload.containers
			container.type in {"container", "sidecar"}
		],
	}
}

# The manifest contains all containers: no operator composes the pod, no annotation injects another one, and it is not the
# scaffold of a Kubernetes operator, to which a Kustomize patch adds the metrics proxy.
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

hint(declared) := sprintf(" (declared: %s)", [concat(", ", sort([sprintf("`%s`", [name]) | some name in declared]))]) if {
	count(declared) > 0
}
