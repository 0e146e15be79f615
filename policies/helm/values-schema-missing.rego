# METADATA
# title: Chart has no values schema
# description: >-
#   Helm validates values against `values.schema.json` before it renders templates. Without it, a misspelled key is
#   ignored, and a string in place of a number can break the release halfway through the installation.
# related_resources:
# - https://helm.sh/docs/topics/charts/#schema-files
# custom:
#   severity: info
#   category: operations
#   controls: []
#   selects: [helm/Chart]
#   remediation: >-
#     Add `values.schema.json`, and reject unknown keys with `additionalProperties: false`.
package seaworthy.helm.values_schema_missing

deny contains finding if {
	object.get(input.object.chart, "type", "application") == "application"
	count(object.get(input.object, "values", {})) > 0
	not input.object.files.schema
	finding := {"message": "values are not validated: `values.schema.json` is missing", "path": ["chart"]}
}
