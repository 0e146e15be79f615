# METADATA
# title: Very large database is not sharded
# description: >-
#   All data is on a single writer. It cannot grow beyond the largest instance, and backups, index builds and restores
#   take longer as it grows.
# related_resources:
# - https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/limitless.html
# - https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Replication.Redis-RedisCluster.html
# - https://docs.aws.amazon.com/documentdb/latest/developerguide/docdb-using-elastic-clusters.html
# custom:
#   severity: medium
#   category: scaling
#   controls: [DBS-02, MSA-10]
#   selects: [aws_db_instance, aws_rds_cluster, aws_docdb_cluster, aws_elasticache_replication_group]
#   params: {read_ratio_threshold: 0.8, shard_above_gb: 1000}
#   remediation: >-
#     Shard the data by key: over several databases, with Aurora Limitless (`cluster_scalability_type = "limitless"`), a
#     DocumentDB elastic cluster, or several `num_node_groups` of a cache.
package seaworthy.aws.database_not_sharded

import data.seaworthy.lib.strategy

deny contains finding if {
	strategy.database(input.requirements, input.params) == "sharding"

	# One of several instances of a block is already a shard.
	not endswith(input.resource.address, "]")

	# The source of a replica is the one to change.
	object.get(input.values, "replicate_source_db", null) == null
	count([key | some key in sharding; is_sharded(input.values[key])]) == 0
	finding := {
		"message": sprintf("data size is %v GB, above the maximum of %v GB for a single writer", [input.requirements.data_size_gb, input.params.shard_above_gb]),
		"path": [place],
		"requirements": ["data_size_gb", "read_ratio"],
	}
}

sharding := ["cluster_scalability_type", "num_node_groups", "cluster_mode"]

is_sharded(value) if value == "limitless"

is_sharded(value) if value == "enabled"

is_sharded(value) if {
	is_number(value)
	value > 1
}

# A cache with cluster mode in older versions of the provider.
is_sharded(value) if {
	is_array(value)
	count(value) > 0
}

place := "allocated_storage" if input.resource.type == "aws_db_instance"

place := "cluster_scalability_type" if input.resource.type == "aws_rds_cluster"

place := "cluster_identifier" if input.resource.type == "aws_docdb_cluster"

place := "num_node_groups" if input.resource.type == "aws_elasticache_replication_group"
