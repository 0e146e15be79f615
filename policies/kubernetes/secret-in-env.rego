# METADATA
# title: Secret is written into an environment variable
# description: >-
#   The value can be read by everyone who can read this repository, its history, or the pods of the namespace. It cannot be
#   changed without a new rollout, and it shows in dumps of the environment.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/secrets-good-practices/
# - https://kubernetes.io/docs/tasks/inject-data-application/distribute-credentials-secure/#define-container-environment-variables-using-secret-data
# custom:
#   severity: high
#   category: security
#   controls: [SEC-17]
#   frameworks: {nist-800-53-r5: [IA-5(7)]}
#   selects: [pod]
#   remediation: >-
#     Revoke this value, as it stays in the repository's history. Keep the new one in a secret store, and refer to it with
#     `valueFrom.secretKeyRef`, or mount it as a file.
package seaworthy.kubernetes.secret_in_env

deny contains finding if {
	some container in input.containers
	some i, variable in container.spec.env
	is_string(variable.name)
	is_string(variable.value)
	text := trim_space(variable.value)
	text != ""
	what := secret(variable.name, text, input.related.secrets)
	finding := {
		"message": sprintf("environment variable `%s` of container `%s` holds %s", [
			variable.name,
			container.name,
			what,
		]),
		"path": array.concat(container.path, ["env", i, "value"]),
		"sensitive": true,
	}
}

# What the text is, the surest first.
secret(name, text, secrets) := found[0] if {
	certain := array.concat(
		data.seaworthy.lib.credentials.tokens(text),
		data.seaworthy.lib.credentials.with_password(text),
	)
	found := array.concat(certain, by_name(name, text, secrets))
	count(found) > 0
}

by_name(name, text, secrets) := ["a secret" |
	data.seaworthy.lib.credentials.is_named_secret(name, text)

	# It names the Secret that the container reads.
	count([1 | some known in secrets; known.name == text]) == 0
]
