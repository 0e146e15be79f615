# METADATA
# title: Chart has no appVersion
# description: >-
#   Without `appVersion`, `helm list` and chart repositories do not show which version of the application a release
#   runs, and templates have no default for the image tag.
# related_resources:
# - https://helm.sh/docs/topics/charts/#the-appversion-field
# custom:
#   severity: low
#   category: operations
#   controls: [MSA-08]
#   selects: [helm/Chart]
#   remediation: >-
#     Set `appVersion` in Chart.yaml, in quotes.
package seaworthy.helm.app_version_missing

deny contains finding if {
	object.get(input.object.chart, "type", "application") == "application"
	not input.object.chart.appVersion
	finding := {"message": "Chart.yaml has no `appVersion`", "path": ["chart", "appVersion"]}
}
