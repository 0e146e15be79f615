# METADATA
# title: Chart sets no resources by default
# description: >-
#   With default values, containers have no resource requests: the scheduler assumes that they need nothing, and they
#   are the first to be evicted when a node runs out of memory.
# related_resources:
# - https://helm.sh/docs/chart_best_practices/values/
# - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#requests-and-limits
# custom:
#   severity: low
#   category: scaling
#   controls: [SCL-08]
#   frameworks: {nist-800-53-r5: [SC-6]}
#   selects: [helm/Chart]
#   remediation: >-
#     Set default requests that suit a small installation, and a memory limit; users can override them.
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

message(2) := "`resources` is empty by default, here and in 1 more place"

message(places) := sprintf("`resources` is empty by default, here and in %d more places", [places - 1]) if places > 2
