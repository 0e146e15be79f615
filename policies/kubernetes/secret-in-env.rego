# METADATA
# title: Environment variable contains a plaintext secret
# description: >-
#   Anyone who can read this repository, its history or the pods of the namespace can read the value. It cannot be
#   changed without a rollout, and it appears in dumps of the environment.
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
#     Revoke this value, because it stays in the history of the repository. Keep the new one in a secret store, and
#     refer to it with `valueFrom.secretKeyRef`, or mount it as a file.
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
		"message": sprintf("environment variable `%s` of container `%s` contains %s", [
			variable.name,
			container.name,
			what,
		]),
		"path": array.concat(container.path, ["env", i, "value"]),
		"sensitive": true,
	}
}

# The kind of secret, the most certain first.
secret(name, text, secrets) := found[0] if {
	certain := array.concat(
		data.seaworthy.lib.credentials.tokens(text),
		data.seaworthy.lib.credentials.with_password(text),
	)
	found := array.concat(certain, by_name(name, text, secrets))
	count(found) > 0
}

by_name(name, text, secrets) := ["a plaintext secret" |
	data.seaworthy.lib.credentials.is_named_secret(name, text)

	# The text is the name of a Secret that the container reads.
	count([1 | some known in secrets; known.name == text]) == 0
]
