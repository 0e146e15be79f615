# METADATA
# title: Job may run forever
# description: >-
#   A Job without `activeDeadlineSeconds` whose work hangs is never ended: it holds its resources, and
#   what waits for it waits on. `backoffLimit` bounds failures only.
# related_resources:
# - https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup
# custom:
#   severity: low
#   category: resilience
#   controls: [RES-13, DPL-01]
#   selects: ["batch/*/Job", "batch/*/CronJob"]
#   remediation: >-
#     Set `activeDeadlineSeconds` of the Job to well above the longest time that the work may take.
package seaworthy.kubernetes.job_unbounded

deny contains finding if {
	base := job(input.resource.kind)
	spec := object.get(input.object, base, {})
	not spec.activeDeadlineSeconds
	not input.pod.spec.activeDeadlineSeconds
	# Kueue's own limit.
	object.get(input.object, ["metadata", "labels", "kueue.x-k8s.io/max-exec-time-seconds"], "") == ""
	finding := {
		"message": sprintf("%s `%s` has no `activeDeadlineSeconds`, so a run that hangs never ends", [
			input.resource.kind,
			input.resource.name,
		]),
		"path": array.concat(base, ["activeDeadlineSeconds"]),
	}
}

job(kind) := ["spec"] if kind == "Job"

job(kind) := ["spec", "jobTemplate", "spec"] if kind == "CronJob"
