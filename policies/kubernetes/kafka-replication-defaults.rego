# METADATA
# title: Kafka default replication is too low
# description: >-
#   Topics created without their own settings, and the internal topics for consumer offsets and transactions, use these
#   broker defaults. With one replica, the loss of a broker loses events, and consumers lose their offsets.
# related_resources:
# - https://kafka.apache.org/documentation/#brokerconfigs_default.replication.factor
# - https://kafka.apache.org/documentation/#brokerconfigs_offsets.topic.replication.factor
# - https://strimzi.io/docs/operators/latest/deploying.html
# custom:
#   severity: high
#   category: resilience
#   controls: [EVT-02]
#   selects: ["kafka.strimzi.io/*/Kafka"]
#   params: {min_replication_factor: 3, min_insync_replicas: 2}
#   remediation: >-
#     Set the replication factors to `3`, and `min.insync.replicas` and `transaction.state.log.min.isr` to `2`. For
#     existing topics, reassign the partitions.
package seaworthy.kubernetes.kafka_replication_defaults

factors := ["default.replication.factor", "offsets.topic.replication.factor", "transaction.state.log.replication.factor"]

quorums := ["min.insync.replicas", "transaction.state.log.min.isr"]

deny contains finding if {
	not small(input.object)
	low := array.concat(
		below(input.object.spec.kafka.config, factors, input.params.min_replication_factor),
		below(input.object.spec.kafka.config, quorums, input.params.min_insync_replicas),
	)
	count(low) > 0
	finding := {
		"message": concat("; ", [sprintf("`%s` is %v, below the minimum of %v", [it.key, it.copies, it.least]) | some it in low]),
		"path": ["spec", "kafka", "config", low[0].key],
	}
}

below(config, keys, least) := [{"key": key, "copies": copies, "least": least} |
	some key in keys
	copies := number(config[key])
	copies < least
]

# With fewer brokers there cannot be more replicas; kubernetes/kafka-cluster-quorum reports that.
small(manifest) if {
	object.get(manifest, ["metadata", "annotations", "strimzi.io/node-pools"], "") != "enabled"
	manifest.spec.kafka.replicas < 3
}

number(value) := value if is_number(value)

number(value) := to_number(value) if {
	is_string(value)
	regex.match(`^[0-9]+$`, value)
}
