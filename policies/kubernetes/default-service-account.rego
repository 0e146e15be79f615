# METADATA
# title: Pod mounts the token of the default service account
# description: >-
#   Every pod of the namespace that names no service account shares `default`. Whoever breaks into one of them finds a token
#   for the Kubernetes API, with all that was ever granted to this account.
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
#     Set `automountServiceAccountToken: false` in the pod's spec. If the pod calls the Kubernetes API, create a
#     ServiceAccount for it and name it in `serviceAccountName`.
package seaworthy.kubernetes.default_service_account

deny contains finding if {
	takes_it_from_the_template(input.resource.group, input.resource.kind)
	pod := input.pod.spec
	object.get(pod, "serviceAccountName", object.get(pod, "serviceAccount", "")) in {"", "default"}
	mounts_token(pod, input.related.service_accounts)
	finding := {
		"message": "pods run as the service account `default` and mount its token",
		"path": array.concat(input.pod.spec_path, ["serviceAccountName"]),
	}
}

# Operators choose an account of their own for the kinds that are not named here.
takes_it_from_the_template(group, _) if {
	group in {"apps", "extensions", "apps.kruise.io", "apps.openshift.io", "keda.sh", "serving.knative.dev"}
}

takes_it_from_the_template("", kind) if kind in {"Pod", "PodTemplate", "ReplicationController"}

takes_it_from_the_template("batch", kind) if kind in {"CronJob", "Job"}

takes_it_from_the_template("argoproj.io", kind) if kind == "Rollout"

# The pod decides, else its account does, else the token is mounted.
mounts_token(pod, _) if pod.automountServiceAccountToken == true

mounts_token(pod, accounts) if {
	object.get(pod, "automountServiceAccountToken", "unset") == "unset"
	count([1 | some account in accounts; object.get(account.object, "automountServiceAccountToken", true) != true]) == 0
}
