# METADATA
# title: Kafka topic is not durable
# description: >-
#   Three replicas, two of which must acknowledge a write, survive the loss of a broker without data loss or downtime.
#   Fewer replicas lose events, a lower write quorum acknowledges events that only one broker has, and a quorum of all
#   replicas stops writes at the first failure.
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
#     Set `replicas: 3` and, under `config`, `min.insync.replicas: 2`; keep `unclean.leader.election.enable` set to
#     `false`. To change the replicas of an existing topic, reassign its partitions.
package seaworthy.kubernetes.kafka_topic_durability

import data.seaworthy.lib.text

deny contains finding if {
	replicas := input.object.spec.replicas
	replicas > 0
	replicas < input.params.min_replication_factor
	finding := {
		"message": sprintf("topic `%s` has %s, below the minimum of %v", [
			input.resource.name,
			text.plural(replicas, "replica", "replicas"),
			input.params.min_replication_factor,
		]),
		"path": ["spec", "replicas"],
	}
}

deny contains finding if {
	quorum := number(input.object.spec.config["min.insync.replicas"])
	quorum < input.params.min_insync_replicas
	# A single replica is reported above.
	object.get(input.object, ["spec", "replicas"], 3) > 1
	finding := {
		"message": sprintf("`min.insync.replicas` of topic `%s` is %v, below the minimum of %v", [
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
		"message": sprintf("topic `%s` requires %v of its %v replicas for a write, so the loss of one broker stops writes", [
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
		"message": sprintf("topic `%s` can elect a leader that lacks acknowledged events", [input.resource.name]),
		"path": ["spec", "config", "unclean.leader.election.enable"],
	}
}

number(value) := value if is_number(value)

number(value) := to_number(value) if {
	is_string(value)
	regex.match(`^[0-9]+$`, value)
}
