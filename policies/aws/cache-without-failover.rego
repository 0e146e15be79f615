# METADATA
# title: ElastiCache replication group has no automatic failover
# description: >-
#   When the primary node fails, requests go to the database until the node is replaced.
# related_resources:
# - https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html
# custom:
#   severity: medium
#   category: resilience
#   controls: [CCH-05, MSA-09]
#   selects: [aws_elasticache_replication_group]
#   remediation: >-
#     Set `automatic_failover_enabled = true` and `multi_az_enabled = true`, with at least one replica
#     (`num_cache_clusters` of 2 or `replicas_per_node_group` of 1).
package seaworthy.aws.cache_without_failover

deny contains {"message": "`automatic_failover_enabled` is not `true`", "path": ["automatic_failover_enabled"]} if {
	object.get(input.values, "automatic_failover_enabled", false) != true

	# A secondary of a global datastore follows its primary.
	object.get(input.values, "global_replication_group_id", null) == null
}
