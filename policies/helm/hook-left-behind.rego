# METADATA
# title: Hook is left behind
# description: >-
#   Helm does not count what a hook creates as part of the release. Without a delete policy for success, its Job and pods
#   stay in the cluster after every run, and after the release is uninstalled.
# related_resources:
# - https://helm.sh/docs/topics/charts_hooks/#hook-deletion-policies
# - https://helm.sh/docs/topics/charts_hooks/#hook-resources-are-not-managed-with-corresponding-releases
# custom:
#   severity: low
#   category: operations
#   controls: [DPL-01]
#   selects: [batch/*/Job, v1/Pod]
#   remediation: >-
#     Add the annotation `helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded`; or, for a Job, set
#     `ttlSecondsAfterFinished`.
package seaworthy.helm.hook_left_behind

deny contains finding if {
	hook := input.object.metadata.annotations["helm.sh/hook"]

	# A test is kept so that its output can be read.
	not regex.match(`(^|[, ])test`, hook)
	policy := object.get(input.object.metadata.annotations, "helm.sh/hook-delete-policy", "before-hook-creation")
	not regex.match(`hook-succeeded`, policy)
	not ends_by_itself
	finding := {
		"message": sprintf("what the `%s` hook creates stays after it has succeeded", [hook]),
		"path": ["metadata", "annotations", "helm.sh/hook-delete-policy"],
	}
}

ends_by_itself if is_number(input.object.spec.ttlSecondsAfterFinished)
