# METADATA
# title: Karpenter NodePool has no limits
# description: >-
#   Karpenter adds nodes for all pending pods. Without `limits`, a runaway autoscaler, a faulty Job or an attacker can
#   grow the cluster and its cost without limit.
# related_resources:
# - https://karpenter.sh/docs/concepts/nodepools/#speclimits
# custom:
#   severity: medium
#   category: scaling
#   controls: [SCL-10]
#   selects: ["karpenter.sh/*/NodePool"]
#   remediation: >-
#     Set `spec.limits`, at least `cpu` and `memory`, and the accelerator if the pool has one (`nvidia.com/gpu`).
package seaworthy.kubernetes.node_pool_unbounded

deny contains finding if {
	object.get(input.object, ["spec", "limits"], {}) == {}
	# A static pool has a fixed size.
	not input.object.spec.replicas
	finding := {
		"message": sprintf("NodePool `%s` sets no `limits`, so it can add nodes without limit", [input.resource.name]),
		"path": ["spec", "limits"],
	}
}
