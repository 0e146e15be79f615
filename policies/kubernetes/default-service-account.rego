# METADATA
# title: Pod mounts the token of the default service account
# description: >-
#   All pods of the namespace without their own service account share `default`. An attacker who compromises one of them
#   gets a token for the Kubernetes API with every permission granted to this account.
# related_resources:
# - https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting
# - https://kubernetes.io/docs/concepts/security/service-accounts/
# custom:
#   severity: low
#   category: security
#   controls: [SEC-10]
#   frameworks: {nist-800-53-r5: [AC-6, IA-5]}
#   selects: [pod]
#   remediation: >-
#     Set `automountServiceAccountToken: false` in the pod spec. If the pod calls the Kubernetes API, create a
#     ServiceAccount for it and set it in `serviceAccountName`.
package seaworthy.kubernetes.default_service_account

deny contains finding if {
	uses_template_account(input.resource.group, input.resource.kind)
	pod := input.pod.spec
	object.get(pod, "serviceAccountName", object.get(pod, "serviceAccount", "")) in {"", "default"}
	mounts_token(pod, input.related.service_accounts)
	finding := {
		"message": "pods run as the service account `default` and mount its token",
		"path": array.concat(input.pod.spec_path, ["serviceAccountName"]),
	}
}

# For kinds not listed here, operators choose the account.
uses_template_account(group, _) if {
	group in {"apps", "extensions", "apps.kruise.io", "apps.openshift.io", "keda.sh", "serving.knative.dev"}
}

uses_template_account("", kind) if kind in {"Pod", "PodTemplate", "ReplicationController"}

uses_template_account("batch", kind) if kind in {"CronJob", "Job"}

uses_template_account("argoproj.io", kind) if kind == "Rollout"

# The pod decides, then its account; by default the token is mounted.
mounts_token(pod, _) if pod.automountServiceAccountToken == true

mounts_token(pod, accounts) if {
	object.get(pod, "automountServiceAccountToken", "unset") == "unset"
	count([1 | some account in accounts; object.get(account.object, "automountServiceAccountToken", true) != true]) == 0
}
