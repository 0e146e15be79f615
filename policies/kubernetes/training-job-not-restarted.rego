# METADATA
# title: Training job does not restart failed replicas
# description: >-
#   A training job that never restarts its replicas loses the whole run when one pod is evicted or one node is
#   reclaimed.
# related_resources:
# - https://www.kubeflow.org/docs/components/trainer/legacy-v1/user-guides/job-scheduling/
# - https://www.kubeflow.org/docs/components/trainer/legacy-v1/reference/distributed-training/
# custom:
#   severity: medium
#   category: resilience
#   controls: [MSA-11]
#   selects: [kubeflow.org/*/PyTorchJob, kubeflow.org/*/TFJob, kubeflow.org/*/MPIJob, kubeflow.org/*/XGBoostJob, kubeflow.org/*/PaddleJob, kubeflow.org/*/JAXJob]
#   remediation: >-
#     Set `restartPolicy: OnFailure`, or `ExitCode` to distinguish temporary from permanent failures, and resume from
#     the last checkpoint.
package seaworthy.kubernetes.training_job_not_restarted

deny contains finding if {
	some field in ["pytorchReplicaSpecs", "tfReplicaSpecs", "mpiReplicaSpecs", "xgbReplicaSpecs", "paddleReplicaSpecs", "jaxReplicaSpecs"]
	some role, replicas in input.object.spec[field]
	replicas.restartPolicy == "Never"

	# The launcher only starts the workers, and is restarted with the job.
	not is_launcher(input.object.kind, role)
	finding := {
		"message": sprintf("replicas of role `%s` are never restarted", [role]),
		"path": ["spec", field, role, "restartPolicy"],
	}
}

is_launcher(kind, role) if {
	kind == "MPIJob"
	role == "Launcher"
}
