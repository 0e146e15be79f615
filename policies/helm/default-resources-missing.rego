# METADATA
# title: Chart sets no resources by default
# description: >-
#   Whoever installs the chart as it is gets containers without requests: the scheduler places them as if they needed
#   nothing, and they are the first to be evicted when a node runs short of memory.
# related_resources:
# - https://helm.sh/docs/chart_best_practices/values/
# - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#requests-and-limits
# custom:
#   severity: low
#   category: scaling
#   controls: [SCL-08]
#   frameworks: {nist-800-53-r5: [SC-6]}
#   selects: [helm/Chart]
#   remediation: Set requests that fit a small installation, and a memory limit. Users can still override them.
package seaworthy.helm.default_resources_missing

deny contains finding if {
	empty := [setting |
		some setting in input.settings
		setting.key == "resources"
		setting.value == {}
	]
	count(empty) > 0
	finding := {"message": message(count(empty)), "path": empty[0].path}
}

message(1) := "`resources` is empty by default"

message(2) := "`resources` is empty by default, here and in one more place"

message(places) := sprintf("`resources` is empty by default, here and in %d more places", [places - 1]) if places > 2
