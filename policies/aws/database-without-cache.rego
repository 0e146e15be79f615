# METADATA
# title: Database has no cache
# description: >-
#   A cache serves repeated reads from memory and takes that load off the database. The reference architecture includes
#   one for every way of scaling a database.
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
#     Add an ElastiCache cache (for DynamoDB, a DAX cluster). If the cache is part of another stack, suppress the
#     finding with that reason.
package seaworthy.aws.database_without_cache

import data.seaworthy.lib.strategy

deny contains finding if {
	chosen := strategy.database(input.requirements, input.params)

	# A replica is cached at its source.
	object.get(input.values, "replicate_source_db", null) == null
	count(input.related.caches) == 0
	finding := {
		"message": sprintf("this configuration has no cache; %s is required for %s", [
			in_words(chosen),
			concat(" and ", reasons),
		]),
		"path": [place],
		"requirements": ["read_ratio", "data_size_gb"],
	}
}

reasons := array.concat(
	[sprintf("a read ratio of %v", [ratio]) | ratio := input.requirements.read_ratio],
	[sprintf("%v GB of data", [size]) | size := input.requirements.data_size_gb],
)

in_words(chosen) := "a cache in addition to read replicas" if chosen == "read_replicas"

in_words(chosen) := "a cache in addition to shards" if chosen == "sharding"

in_words(chosen) := "a cache" if chosen == "caching"

place := "identifier" if input.resource.type == "aws_db_instance"

place := "name" if input.resource.type == "aws_dynamodb_table"

place := "cluster_identifier" if not input.resource.type in {"aws_db_instance", "aws_dynamodb_table"}
