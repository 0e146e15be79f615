# METADATA
# title: Kafka uses ephemeral storage
# description: >-
#   Ephemeral storage is deleted with the pod. When the pods of several brokers are replaced together, acknowledged
#   events are lost.
# related_resources:
# - https://strimzi.io/docs/operators/latest/deploying.html
# custom:
#   severity: high
#   category: resilience
#   controls: [EVT-01]
#   selects: ["kafka.strimzi.io/*/Kafka", "kafka.strimzi.io/*/KafkaNodePool"]
#   remediation: >-
#     Use storage of type `persistent-claim`, or `jbod` with volumes of that type.
package seaworthy.kubernetes.kafka_storage_ephemeral

deny contains finding if {
	some path in stores(input.resource.kind, input.object)
	storage := object.get(input.object, path, {})
	storage.type == "ephemeral"
	finding := {
		"message": sprintf("storage of %s `%s` is `ephemeral`, so data is lost when pods are replaced", [
			input.resource.kind,
			input.resource.name,
		]),
		"path": array.concat(path, ["type"]),
	}
}

deny contains finding if {
	some path in stores(input.resource.kind, input.object)
	storage := object.get(input.object, path, {})
	storage.type == "jbod"
	some i, volume in storage.volumes
	volume.type == "ephemeral"
	finding := {
		"message": sprintf("volume %v of %s `%s` is `ephemeral`, so data is lost when pods are replaced", [
			object.get(volume, "id", i),
			input.resource.kind,
			input.resource.name,
		]),
		"path": array.concat(path, ["volumes", i, "type"]),
	}
}

stores(kind, _) := [["spec", "storage"]] if kind == "KafkaNodePool"

# With node pools, the storage of the cluster itself is not used.
stores(kind, manifest) := [["spec", "kafka", "storage"], ["spec", "zookeeper", "storage"]] if {
	kind == "Kafka"
	object.get(manifest, ["metadata", "annotations", "strimzi.io/node-pools"], "") != "enabled"
}
