# METADATA
# title: ConfigMap contains a secret
# description: >-
#   ConfigMaps are not confidential: the built-in role `view` can read them, but not Secrets. Anyone who can read this
#   repository or its history can read the value too.
# related_resources:
# - https://kubernetes.io/docs/concepts/configuration/configmap/
# - https://kubernetes.io/docs/concepts/security/secrets-good-practices/
# custom:
#   severity: high
#   category: security
#   controls: [SEC-17]
#   frameworks: {nist-800-53-r5: [IA-5(7)]}
#   selects: [v1/ConfigMap]
#   remediation: >-
#     Revoke this value, because it stays in the history of the repository. Keep the new one in a secret store, and
#     provide it to the workload as a Secret.
package seaworthy.kubernetes.secret_in_config_map

deny contains finding if {
	# SOPS encrypts the values and stores its metadata here.
	not input.object.sops
	some key, value in input.object.data
	is_string(value)
	text := trim_space(value)
	text != ""
	what := secret(key, text)
	finding := {
		"message": sprintf("key `%s` contains %s", [key, what]),
		"path": ["data", key],
		"sensitive": true,
	}
}

# The kind of secret, the most certain first.
secret(name, text) := found[0] if {
	certain := array.concat(
		data.seaworthy.lib.credentials.tokens(text),
		data.seaworthy.lib.credentials.with_password(text),
	)
	found := array.concat(certain, by_name(name, text))
	count(found) > 0
}

by_name(name, text) := array.concat(directly(name, text), within(name, text))

within(name, text) := [sprintf("a plaintext value for `%s`", [setting]) |
	contains(text, "\n")
	some setting in data.seaworthy.lib.credentials.settings(name, text)
]

directly(name, text) := ["a plaintext secret" | data.seaworthy.lib.credentials.is_named_secret(name, text)]
