# METADATA
# title: Very large database lives on one writer
# description: >-
#   A single writer holds all of the data. It cannot grow beyond the largest volume and node, and backups, index builds and
#   restores take ever longer.
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
#     Split the data by a key: over several clusters of PostgreSQL, or in MongoDB by `sharding.enabled: true` with several replica
#     sets.
package seaworthy.kubernetes.database_not_sharded

import data.seaworthy.lib.strategy

deny contains finding if {
	strategy.database(input.requirements, input.params) == "sharding"
	not is_sharded
	finding := {
		"message": sprintf("%v GB of data ask for shards, and one writer holds all of it", [input.requirements.data_size_gb]),
		"path": path,
		"requirements": ["data_size_gb", "read_ratio"],
	}
}

is_sharded if object.get(input.object, ["spec", "sharding", "enabled"], false) == true

path := ["spec", "sharding", "enabled"] if input.object.kind == "PerconaServerMongoDB"

path := ["metadata", "name"] if input.object.kind != "PerconaServerMongoDB"
