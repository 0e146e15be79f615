# METADATA
# title: Kafka topic may lose events or refuse writes when a broker fails
# description: >-
#   Three copies, of which two must be written, survive the loss of a broker without losing events or
#   stopping. Fewer copies lose events, a lower quorum acknowledges what one broker alone has, and a
#   quorum of all copies stops at the first failure.
# related_resources:
# - https://kafka.apache.org/documentation/#topicconfigs_min.insync.replicas
# - https://kafka.apache.org/documentation/#topicconfigs_unclean.leader.election.enable
# - https://strimzi.io/docs/operators/latest/configuring.html#type-KafkaTopicSpec-reference
# custom:
#   severity: high
#   category: resilience
#   controls: [EVT-02]
#   selects: ["kafka.strimzi.io/*/KafkaTopic"]
#   params: {min_replication_factor: 3, min_insync_replicas: 2}
#   remediation: >-
#     Set `replicas: 3` and, under `config`, `min.insync.replicas: 2`; leave
#     `unclean.leader.election.enable` at `false`. The number of replicas of an existing topic is changed
#     by reassigning its partitions.
package seaworthy.kubernetes.kafka_topic_durability

deny contains finding if {
	replicas := input.object.spec.replicas
	replicas > 0
	replicas < input.params.min_replication_factor
	finding := {
		"message": sprintf("topic `%s` has %v of at least %v replicas", [
			input.resource.name,
			replicas,
			input.params.min_replication_factor,
		]),
		"path": ["spec", "replicas"],
	}
}

deny contains finding if {
	quorum := number(input.object.spec.config["min.insync.replicas"])
	quorum < input.params.min_insync_replicas
	# Of a single replica there can be no more, and that is reported already.
	object.get(input.object, ["spec", "replicas"], 3) > 1
	finding := {
		"message": sprintf("topic `%s` acknowledges events at `min.insync.replicas: %v`, below %v", [
			input.resource.name,
			quorum,
			input.params.min_insync_replicas,
		]),
		"path": ["spec", "config", "min.insync.replicas"],
	}
}

deny contains finding if {
	quorum := number(input.object.spec.config["min.insync.replicas"])
	replicas := input.object.spec.replicas
	replicas > 1
	quorum >= replicas
	finding := {
		"message": sprintf("topic `%s` needs %v of its %v replicas for a write, so the loss of one broker stops it", [
			input.resource.name,
			quorum,
			replicas,
		]),
		"path": ["spec", "config", "min.insync.replicas"],
		"related": [{
			"address": input.resource.address,
			"path": ["spec", "replicas"],
			"message": "the number of replicas",
		}],
	}
}

deny contains finding if {
	input.object.spec.config["unclean.leader.election.enable"] in {true, "true"}
	finding := {
		"message": sprintf("topic `%s` may elect a leader that misses acknowledged events", [input.resource.name]),
		"path": ["spec", "config", "unclean.leader.election.enable"],
	}
}

number(value) := value if is_number(value)

number(value) := to_number(value) if {
	is_string(value)
	regex.match(`^[0-9]+$`, value)
}
