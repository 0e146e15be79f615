# METADATA
# title: EKS node group has a fixed size
# description: >-
#   The cluster autoscaler cannot add nodes, so pods that do not fit stay pending. It cannot remove them either, so
#   nodes are idle at low load.
# related_resources:
# - https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
# custom:
#   severity: low
#   category: scaling
#   controls: [SCL-10]
#   selects: [aws_eks_node_group]
#   remediation: >-
#     Set `max_size` above `min_size` in `scaling_config`, and run Cluster Autoscaler or Karpenter. If nodes scale by
#     other means, such as Karpenter next to a small fixed group, suppress the finding with a reason.
package seaworthy.aws.node_group_without_range

deny contains {"message": sprintf("`min_size` and `max_size` are both %d", [bounds.min_size]), "path": ["scaling_config", 0, "max_size"]} if {
	is_array(input.values.scaling_config)
	bounds := input.values.scaling_config[0]
	is_number(bounds.min_size)
	is_number(bounds.max_size)
	bounds.min_size == bounds.max_size
	bounds.max_size > 0
}
