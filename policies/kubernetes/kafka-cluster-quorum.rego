# METADATA
# title: Kafka cluster has too few brokers for a quorum
# description: >-
#   With fewer than three brokers, topics cannot keep three copies: the failure of one broker stops writes
#   or loses data. The same holds for the votes of ZooKeeper.
# related_resources:
# - https://strimzi.io/docs/operators/latest/deploying.html
# - https://kafka.apache.org/documentation/#replication
# custom:
#   severity: high
#   category: resilience
#   controls: [EVT-01]
#   selects: ["kafka.strimzi.io/*/Kafka"]
#   params: {min_brokers: 3}
#   remediation: Set `replicas` to at least `3`, and spread the brokers over zones with `rack`.
package seaworthy.kubernetes.kafka_cluster_quorum

deny contains finding if {
	# With node pools, the pools count; several of them may make up the brokers.
	object.get(input.object, ["metadata", "annotations", "strimzi.io/node-pools"], "") != "enabled"
	some component, members in {"kafka": "brokers", "zookeeper": "ZooKeeper nodes"}
	replicas := input.object.spec[component].replicas
	is_number(replicas)
	replicas < input.params.min_brokers
	finding := {
		"message": sprintf("Kafka cluster `%s` has %v of at least %v %s", [
			input.resource.name,
			replicas,
			input.params.min_brokers,
			members,
		]),
		"path": ["spec", component, "replicas"],
	}
}
