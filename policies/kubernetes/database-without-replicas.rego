# METADATA
# title: Read-heavy database has no read replica
# description: >-
#   Read replicas take read queries off the primary, and more can be added as reads grow. With a single instance, reads
#   and writes compete for it.
# related_resources:
# - https://cloudnative-pg.io/documentation/current/architecture/
# - https://postgres-operator.readthedocs.io/en/latest/reference/cluster_manifest/
# - https://access.crunchydata.com/documentation/postgres-operator/latest/references/crd/5.8.x/postgrescluster
# custom:
#   severity: medium
#   category: scaling
#   controls: [DBS-01]
#   selects: ["postgresql.cnpg.io/*/Cluster", "acid.zalan.do/*/postgresql", "postgres-operator.crunchydata.com/*/PostgresCluster"]
#   params: {read_ratio_threshold: 0.8}
#   remediation: >-
#     Increase the number of instances, and send reads to the replica Service (CloudNativePG: `-ro`, Zalando: `-repl`,
#     Crunchy Data: `-replicas`).
package seaworthy.kubernetes.database_without_replicas

import data.seaworthy.lib.strategy

deny contains finding if {
	strategy.database(input.requirements, input.params) == "read_replicas"
	instances == 1
	finding := {
		"message": sprintf("read ratio is %v, above %v, and the cluster has a single instance", [input.requirements.read_ratio, input.params.read_ratio_threshold]),
		"path": path,
		"requirements": ["read_ratio"],
	}
}

instances := object.get(input.object, ["spec", "instances"], 1) if input.object.kind == "Cluster"

instances := input.object.spec.numberOfInstances if input.object.kind == "postgresql"

# Each entry is a set of instances.
instances := sum([object.get(set, "replicas", 1) | some set in input.object.spec.instances]) if {
	input.object.kind == "PostgresCluster"
	count([set | some set in input.object.spec.instances; not is_number(object.get(set, "replicas", 1))]) == 0
}

path := ["spec", "numberOfInstances"] if input.object.kind == "postgresql"

path := ["spec", "instances"] if input.object.kind != "postgresql"
