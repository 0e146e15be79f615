# METADATA
# title: CronJob allows concurrent runs without a deadline
# description: >-
#   By default a CronJob starts its next run while the previous one is still running. If runs hang or slow down and have
#   no deadline, they accumulate until they exhaust the cluster or the systems they use.
# related_resources:
# - https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy
# custom:
#   severity: low
#   category: resilience
#   controls: [DPL-01]
#   selects: ["batch/*/CronJob"]
#   remediation: >-
#     Set `concurrencyPolicy` to `Forbid` (skip a run) or `Replace` (stop the old one). If runs may overlap, set it to
#     `Allow` explicitly and limit them with `activeDeadlineSeconds`.
package seaworthy.kubernetes.cron_job_overlap

deny contains finding if {
	# An explicit `Allow` is a decision.
	not input.object.spec.concurrencyPolicy
	not input.object.spec.jobTemplate.spec.activeDeadlineSeconds
	not input.object.spec.jobTemplate.spec.template.spec.activeDeadlineSeconds
	finding := {
		"message": sprintf("CronJob `%s` sets neither `concurrencyPolicy` nor a deadline, so hanging runs accumulate", [input.resource.name]),
		"path": ["spec", "concurrencyPolicy"],
	}
}
