# METADATA
# title: Chart has no schema for its values
# description: >-
#   Helm checks values against `values.schema.json` before it renders anything. Without one, a misspelt key or a text where
#   a number belongs is ignored, or breaks the release when it is already half installed.
# related_resources:
# - https://helm.sh/docs/topics/charts/#schema-files
# custom:
#   severity: info
#   category: operations
#   controls: []
#   selects: [helm/Chart]
#   remediation: Add `values.schema.json`, and let it refuse keys that it does not know (`additionalProperties`).
package seaworthy.helm.values_schema_missing

deny contains finding if {
	object.get(input.object.chart, "type", "application") == "application"
	count(object.get(input.object, "values", {})) > 0
	not input.object.files.schema
	finding := {"message": "values are taken unchecked: there is no values.schema.json", "path": ["chart"]}
}
