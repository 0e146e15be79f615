# METADATA
# title: Database has no cache in front
# description: >-
#   Reads that repeat are answered a hundred times faster from memory, and do not burden the database. Every way for a
#   database to grow has a cache beside it.
# related_resources:
# - https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/elasticache-use-cases.html
# - https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.html
# custom:
#   severity: low
#   category: scaling
#   controls: [DBS-03]
#   selects: [aws_db_instance, aws_rds_cluster, aws_docdb_cluster, aws_neptune_cluster, aws_dynamodb_table]
#   params: {read_ratio_threshold: 0.8, shard_above_gb: 1000}
#   remediation: >-
#     Add an ElastiCache cache (for DynamoDB a DAX cluster) beside the database. If it is part of another stack, accept the
#     finding with that reason.
package seaworthy.aws.database_without_cache

import data.seaworthy.lib.strategy

deny contains finding if {
	chosen := strategy.database(input.requirements, input.params)

	# What replicates another database has its cache there.
	object.get(input.values, "replicate_source_db", null) == null
	count(input.related.caches) == 0
	finding := {
		"message": sprintf("%s: %s is asked for, and this configuration has none", [
			concat(" and ", reasons),
			in_words(chosen),
		]),
		"path": [place],
		"requirements": ["read_ratio", "data_size_gb"],
	}
}

reasons := array.concat(
	[sprintf("read ratio %v", [ratio]) | ratio := input.requirements.read_ratio],
	[sprintf("%v GB of data", [size]) | size := input.requirements.data_size_gb],
)

in_words(chosen) := "a cache beside read replicas" if chosen == "read_replicas"

in_words(chosen) := "a cache beside shards" if chosen == "sharding"

in_words(chosen) := "a cache" if chosen == "caching"

place := "identifier" if input.resource.type == "aws_db_instance"

place := "name" if input.resource.type == "aws_dynamodb_table"

place := "cluster_identifier" if not input.resource.type in {"aws_db_instance", "aws_dynamodb_table"}
