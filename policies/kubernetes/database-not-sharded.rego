# METADATA
# title: Very large database is not sharded
# description: >-
#   All data is on a single writer. It cannot grow beyond the largest volume and node, and backups, index builds and
#   restores take longer as it grows.
# related_resources:
# - https://docs.percona.com/percona-operator-for-mongodb/sharding.html
# - https://www.mongodb.com/docs/manual/sharding/
# - https://cloudnative-pg.io/documentation/current/architecture/
# custom:
#   severity: medium
#   category: scaling
#   controls: [DBS-02]
#   selects:
#   - "postgresql.cnpg.io/*/Cluster"
#   - "acid.zalan.do/*/postgresql"
#   - "postgres-operator.crunchydata.com/*/PostgresCluster"
#   - "psmdb.percona.com/*/PerconaServerMongoDB"
#   - "mongodbcommunity.mongodb.com/*/MongoDBCommunity"
#   params: {read_ratio_threshold: 0.8, shard_above_gb: 1000}
#   remediation: >-
#     Shard the data by key: over several PostgreSQL clusters, or in MongoDB with `sharding.enabled: true` and several
#     replica sets.
package seaworthy.kubernetes.database_not_sharded

import data.seaworthy.lib.strategy

deny contains finding if {
	strategy.database(input.requirements, input.params) == "sharding"
	not is_sharded
	finding := {
		"message": sprintf("data size is %v GB, above the maximum of %v GB for a single writer", [input.requirements.data_size_gb, input.params.shard_above_gb]),
		"path": path,
		"requirements": ["data_size_gb", "read_ratio"],
	}
}

is_sharded if object.get(input.object, ["spec", "sharding", "enabled"], false) == true

path := ["spec", "sharding", "enabled"] if input.object.kind == "PerconaServerMongoDB"

path := ["metadata", "name"] if input.object.kind != "PerconaServerMongoDB"
