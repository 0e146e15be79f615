# METADATA
# title: Chart uses a mutable image tag by default
# description: >-
#   A mutable tag such as `latest` can refer to different images over time. The same chart version then deploys
#   different images depending on the day, and a rollback does not restore the old image.
# related_resources:
# - https://helm.sh/docs/chart_best_practices/pods/#images
# custom:
#   severity: medium
#   category: operations
#   controls: [MSA-08, SEC-20]
#   frameworks: {nist-800-53-r5: [CM-2]}
#   selects: [helm/Chart]
#   params: {mutable_tags: [latest, nightly, edge, main, master]}
#   remediation: >-
#     Set a version as the default, or leave the tag empty and use the chart's `appVersion` (`.Values.image.tag |
#     default .Chart.AppVersion`).
package seaworthy.helm.default_image_mutable

deny contains finding if {
	some setting in input.settings
	setting.key in {"tag", "imageTag"}
	setting.value in input.params.mutable_tags
	finding := {
		"message": sprintf("the default tag `%s` is mutable", [setting.value]),
		"path": setting.path,
	}
}

deny contains finding if {
	some setting in input.settings
	regex.match(`(^|[a-z])[iI]mage$`, setting.key)
	is_string(setting.value)
	some tag in input.params.mutable_tags
	endswith(setting.value, sprintf(":%s", [tag]))
	finding := {
		"message": sprintf("the default image `%s` has a mutable tag", [setting.value]),
		"path": setting.path,
	}
}
