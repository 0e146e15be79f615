# METADATA
# title: Chart has no kubeVersion
# description: >-
#   With `kubeVersion`, Helm refuses to install the chart on a cluster that lacks the required APIs. Without it, the
#   installation can fail halfway, or the cluster ignores fields that it does not support.
# related_resources:
# - https://helm.sh/docs/topics/charts/#the-kubeversion-field
# custom:
#   severity: info
#   category: operations
#   controls: [SEC-20]
#   selects: [helm/Chart]
#   remediation: >-
#     Set `kubeVersion` in Chart.yaml to the tested range, such as `kubeVersion: ">=1.30.0-0"`.
package seaworthy.helm.kube_version_missing

deny contains finding if {
	object.get(input.object.chart, "type", "application") == "application"
	not input.object.chart.kubeVersion
	finding := {"message": "Chart.yaml has no `kubeVersion`", "path": ["chart", "kubeVersion"]}
}
