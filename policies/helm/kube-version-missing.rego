# METADATA
# title: Chart does not say which Kubernetes it needs
# description: >-
#   With `kubeVersion`, Helm refuses to install the chart on a cluster that does not have the APIs it uses. Without it, the
#   installation fails half-way, or what it needs is silently ignored.
# related_resources:
# - https://helm.sh/docs/topics/charts/#the-kubeversion-field
# custom:
#   severity: info
#   category: operations
#   controls: [SEC-20]
#   selects: [helm/Chart]
#   remediation: "Add the range that is tested to Chart.yaml, such as `kubeVersion: \">=1.30.0-0\"`."
package seaworthy.helm.kube_version_missing

deny contains finding if {
	object.get(input.object.chart, "type", "application") == "application"
	not input.object.chart.kubeVersion
	finding := {"message": "Chart.yaml has no `kubeVersion`", "path": ["chart", "kubeVersion"]}
}
