# METADATA
# title: NodePool has no limit
# description: >-
#   Karpenter adds nodes for every pod that waits. Without `limits`, a runaway autoscaler, a faulty Job or
#   an intruder grows the cluster, and its cost, without bound.
# related_resources:
# - https://karpenter.sh/docs/concepts/nodepools/#speclimits
# custom:
#   severity: medium
#   category: scaling
#   controls: [SCL-10]
#   selects: ["karpenter.sh/*/NodePool"]
#   remediation: >-
#     Set `spec.limits`, at least `cpu` and `memory`, and the accelerator where the pool has one
#     (`nvidia.com/gpu`).
package seaworthy.kubernetes.node_pool_unbounded

deny contains finding if {
	object.get(input.object, ["spec", "limits"], {}) == {}
	# A pool of fixed size bounds itself.
	not input.object.spec.replicas
	finding := {
		"message": sprintf("NodePool `%s` sets no `limits`, so it may add nodes without bound", [input.resource.name]),
		"path": ["spec", "limits"],
	}
}
