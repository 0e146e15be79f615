# METADATA
# title: Pod has no labels
# description: Nothing can select a pod without labels.
# related_resources:
# - https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
# custom:
#   severity: low
#   category: operations
#   controls: []
#   selects: [v1/Pod]
#   params: {least: 1}
#   remediation: Label it.
package seaworthy.own.labels

deny contains finding if {
	labels := object.get(input.object.metadata, "labels", {})
	count(labels) < input.params.least
	finding := {
		"message": sprintf("%d labels", [count(labels)]),
		"path": ["metadata", "labels"],
	}
}

deny contains finding if {
	input.object.metadata.labels.app == ""
	finding := {"message": "reached by nothing", "path": ["metadata", "labels", "app"]}
}
