# METADATA
# title: Job has no deadline
# description: >-
#   A Job without `activeDeadlineSeconds` that hangs is never stopped: it keeps its resources, and dependent work never
#   starts. `backoffLimit` only limits failures.
# related_resources:
# - https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup
# custom:
#   severity: low
#   category: resilience
#   controls: [RES-13, DPL-01]
#   selects: ["batch/*/Job", "batch/*/CronJob"]
#   remediation: >-
#     Set `activeDeadlineSeconds` of the Job well above its longest expected duration.
package seaworthy.kubernetes.job_unbounded

deny contains finding if {
	base := job(input.resource.kind)
	spec := object.get(input.object, base, {})
	not spec.activeDeadlineSeconds
	not input.pod.spec.activeDeadlineSeconds
	# The limit of Kueue.
	object.get(input.object, ["metadata", "labels", "kueue.x-k8s.io/max-exec-time-seconds"], "") == ""
	finding := {
		"message": sprintf("%s `%s` has no `activeDeadlineSeconds`, so a hanging run never ends", [
			input.resource.kind,
			input.resource.name,
		]),
		"path": array.concat(base, ["activeDeadlineSeconds"]),
	}
}

job(kind) := ["spec"] if kind == "Job"

job(kind) := ["spec", "jobTemplate", "spec"] if kind == "CronJob"
