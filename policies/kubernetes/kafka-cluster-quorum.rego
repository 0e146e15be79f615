# METADATA
# title: Kafka cluster has too few brokers
# description: >-
#   With fewer than three brokers, topics cannot keep three replicas: the failure of one broker stops writes or loses
#   data. The same applies to the ZooKeeper quorum.
# related_resources:
# - https://strimzi.io/docs/operators/latest/deploying.html
# - https://kafka.apache.org/documentation/#replication
# custom:
#   severity: high
#   category: resilience
#   controls: [EVT-01]
#   selects: ["kafka.strimzi.io/*/Kafka"]
#   params: {min_brokers: 3}
#   remediation: >-
#     Set `replicas` to at least `3`, and spread the brokers across zones with `rack`.
package seaworthy.kubernetes.kafka_cluster_quorum

import data.seaworthy.lib.text

deny contains finding if {
	# With node pools, the brokers are defined by the pools.
	object.get(input.object, ["metadata", "annotations", "strimzi.io/node-pools"], "") != "enabled"
	some component, members in {"kafka": ["broker", "brokers"], "zookeeper": ["ZooKeeper node", "ZooKeeper nodes"]}
	replicas := input.object.spec[component].replicas
	is_number(replicas)
	replicas < input.params.min_brokers
	finding := {
		"message": sprintf("Kafka cluster `%s` has %s, below the minimum of %v", [
			input.resource.name,
			text.plural(replicas, members[0], members[1]),
			input.params.min_brokers,
		]),
		"path": ["spec", component, "replicas"],
	}
}
