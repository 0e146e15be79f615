# METADATA
# title: Chart does not pin an image by default
# description: >-
#   A default tag such as `latest` moves: what the same version of the chart deploys depends on the day on which it is
#   installed, and a rollback of the release does not bring the old image back.
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
#     Make a version the default, or leave the tag empty and take the chart's `appVersion` (`.Values.image.tag | default
#     .Chart.AppVersion`).
package seaworthy.helm.default_image_mutable

deny contains finding if {
	some setting in input.settings
	setting.key in {"tag", "imageTag"}
	setting.value in input.params.mutable_tags
	finding := {
		"message": sprintf("the default tag `%s` moves", [setting.value]),
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
		"message": sprintf("the tag of the default image `%s` moves", [setting.value]),
		"path": setting.path,
	}
}
