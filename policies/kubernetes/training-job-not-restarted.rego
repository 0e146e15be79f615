# METADATA
# title: Training ends when one replica fails
# description: >-
#   A training job whose replicas are never restarted loses the whole run to a single evicted pod or a node that is taken
#   back, however many hours have been spent.
# related_resources:
# - https://www.kubeflow.org/docs/components/trainer/legacy-v1/user-guides/job-scheduling/
# - https://www.kubeflow.org/docs/components/trainer/legacy-v1/reference/distributed-training/
# custom:
#   severity: medium
#   category: resilience
#   controls: [MSA-11]
#   selects: [kubeflow.org/*/PyTorchJob, kubeflow.org/*/TFJob, kubeflow.org/*/MPIJob, kubeflow.org/*/XGBoostJob, kubeflow.org/*/PaddleJob, kubeflow.org/*/JAXJob]
#   remediation: >-
#     Set `restartPolicy: OnFailure`, or `ExitCode` to tell passing failures from lasting ones, and let the program go on from
#     its last checkpoint.
package seaworthy.kubernetes.training_job_not_restarted

deny contains finding if {
	some field in ["pytorchReplicaSpecs", "tfReplicaSpecs", "mpiReplicaSpecs", "xgbReplicaSpecs", "paddleReplicaSpecs", "jaxReplicaSpecs"]
	some role, replicas in input.object.spec[field]
	replicas.restartPolicy == "Never"

	# It only starts the others, and is started anew with the job.
	not is_launcher(input.object.kind, role)
	finding := {
		"message": sprintf("replicas of the role `%s` are never restarted", [role]),
		"path": ["spec", field, role, "restartPolicy"],
	}
}

is_launcher(kind, role) if {
	kind == "MPIJob"
	role == "Launcher"
}
