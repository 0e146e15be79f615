# METADATA
# title: Chart does not say which version it deploys
# description: >-
#   Without `appVersion`, neither `helm list` nor a registry shows which version of the application a release runs, and
#   templates have no version to fall back to where values name no image tag.
# related_resources:
# - https://helm.sh/docs/topics/charts/#the-appversion-field
# custom:
#   severity: low
#   category: operations
#   controls: [MSA-08]
#   selects: [helm/Chart]
#   remediation: Add `appVersion` to Chart.yaml, in quotes.
package seaworthy.helm.app_version_missing

deny contains finding if {
	object.get(input.object.chart, "type", "application") == "application"
	not input.object.chart.appVersion
	finding := {"message": "Chart.yaml has no `appVersion`", "path": ["chart", "appVersion"]}
}
