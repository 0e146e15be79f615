# METADATA
# title: Runs of a CronJob can pile up
# description: >-
#   By default a CronJob starts its next run while the last one is still going. If a run hangs or slows
#   down and has no deadline either, runs accumulate until they exhaust the cluster or what they work on.
# related_resources:
# - https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy
# custom:
#   severity: low
#   category: resilience
#   controls: [DPL-01]
#   selects: ["batch/*/CronJob"]
#   remediation: >-
#     Set `concurrencyPolicy` to `Forbid` (skip a run) or `Replace` (end the old one). Say `Allow` where
#     runs may overlap, and bound them with `activeDeadlineSeconds`.
package seaworthy.kubernetes.cron_job_overlap

deny contains finding if {
	# An explicit `Allow` is a decision.
	not input.object.spec.concurrencyPolicy
	not input.object.spec.jobTemplate.spec.activeDeadlineSeconds
	not input.object.spec.jobTemplate.spec.template.spec.activeDeadlineSeconds
	finding := {
		"message": sprintf("CronJob `%s` sets no `concurrencyPolicy` and no deadline, so runs that hang pile up", [input.resource.name]),
		"path": ["spec", "concurrencyPolicy"],
	}
}
