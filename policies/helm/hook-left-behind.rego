# METADATA
# title: Helm hook is not deleted after it succeeds
# description: >-
#   Helm does not manage hook resources as part of the release. Without a delete policy for success, Jobs and pods stay
#   in the cluster after each run, and after the release is uninstalled.
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

	# Tests are kept for their output.
	not regex.match(`(^|[, ])test`, hook)
	policy := object.get(input.object.metadata.annotations, "helm.sh/hook-delete-policy", "before-hook-creation")
	not regex.match(`hook-succeeded`, policy)
	not ends_by_itself
	finding := {
		"message": sprintf("the `%s` hook is not deleted after it succeeds", [hook]),
		"path": ["metadata", "annotations", "helm.sh/hook-delete-policy"],
	}
}

ends_by_itself if is_number(input.object.spec.ttlSecondsAfterFinished)
