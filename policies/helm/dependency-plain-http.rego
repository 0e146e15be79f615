# METADATA
# title: Chart dependency is fetched over HTTP
# description: >-
#   Anyone on the network path can replace a chart that is fetched without TLS, and with it everything that the chart
#   deploys.
# related_resources:
# - https://helm.sh/docs/topics/provenance/
# - https://helm.sh/docs/chart_best_practices/dependencies/#repository-urls
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-13, SEC-20]
#   frameworks: {nist-800-53-r5: [SC-8, SR-4]}
#   selects: [helm/Chart]
#   remediation: Use the repository's `https://` or `oci://` address.
package seaworthy.helm.dependency_plain_http

deny contains finding if {
	some number, dependency in input.object.dependencies
	regex.match(`^http://`, dependency.repository)
	not regex.match(`^http://(localhost|127\.0\.0\.1|chartmuseum|[a-z0-9-]+)([:/]|$)`, dependency.repository)
	finding := {
		"message": sprintf("dependency `%s` is fetched without TLS", [dependency.name]),
		"path": ["dependencies", number, "repository"],
	}
}
