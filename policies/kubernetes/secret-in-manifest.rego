# METADATA
# title: Secret manifest contains plaintext values
# description: >-
#   The values of a Secret are encoded, not encrypted. Anyone who can read this repository or its history can decode
#   them, and removing them later does not remove them from the history.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/secrets-good-practices/#avoid-sharing-secret-manifests
# - https://kubernetes.io/docs/concepts/configuration/secret/#information-security-for-secrets
# custom:
#   severity: high
#   category: security
#   controls: [SEC-17]
#   frameworks: {nist-800-53-r5: [IA-5(7)]}
#   selects: [v1/Secret]
#   remediation: >-
#     Revoke the values, because they stay in the history of the repository. Keep the new ones in a secret store
#     (ExternalSecret, Secrets Store CSI driver), or commit them encrypted (SealedSecret, SOPS).
package seaworthy.kubernetes.secret_in_manifest

deny contains finding if {
	# SOPS encrypts the values and stores its metadata here.
	not input.object.sops
	not object.get(input.object, "type", "Opaque") in {"helm.sh/release.v1", "kubernetes.io/service-account-token"}
	some field in ["data", "stringData"]
	some key, value in input.object[field]
	is_string(value)
	text := trim_space(plain(field, value))
	text != ""
	holds_secret(key, text)
	finding := {
		"message": sprintf("Secret key `%s` holds a plaintext value", [key]),
		"path": [field, key],
		"sensitive": true,
	}
}

plain("stringData", value) := value

# Kubernetes allows line breaks in Base64. Invalid Base64 is a placeholder.
plain("data", value) := base64.decode(packed) if {
	packed := regex.replace(value, `\s`, "")
	base64.is_valid(packed)
}

holds_secret(_, text) if count(data.seaworthy.lib.credentials.tokens(text)) > 0

holds_secret(_, text) if count(data.seaworthy.lib.credentials.with_password(text)) > 0

holds_secret(key, text) if {
	data.seaworthy.lib.credentials.names_secret(key)
	is_plain_literal(text)
}

# Values of a Secret are secret, unless the name or the value shows that they are settings.
holds_secret(key, text) if {
	is_plain_literal(text)
	not regex.match(
		`(?i)(^|[._-])(user|login|host|port|server|url|uri|endpoint|address|addr|database|db|name|namespace|region|zone|bucket|type|project|issuer|id|email|mode|scheme|protocol|driver|engine|insecure|ca|known[_-]?hosts|enabled|schema|domain|cluster|path|version|level|crt|cer|cert|pub|public|public[_-]?key|provider|env|environment|realm|scopes?|cipher|hash|algorithm|algo|alg|p?b?kdf2?|format|method|size|length|bits|iterations)$|(user|host|file|db|database|cluster)name$|(client|tenant|account|project|access[_-]?key|subscription)[_-]?id$`,
		key,
	)
	not regex.match(`^[A-Za-z]+([ _-][A-Za-z]+)*$|^[0-9.,:-]+$|^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]+)?$|^[A-Za-z0-9-]+:[0-9]+$|^[^@\s:]+@[A-Za-z0-9.-]+$`, text)
}

# A file: each setting in it with the name of a secret.
holds_secret(_, text) if {
	is_file(text)
	some setting in regex.find_all_string_submatch_n(
		`(?im)^[^#\n]*?(password|passwd|passphrase|secret|token|api[_-]?key|private[_-]?key|secret[_-]?key|client-key-data)["']?[ \t]*[:=][ \t]*["']?([^\s"',]+)`,
		text,
		-1,
	)
	value := setting[2]
	not regex.match(`^[\[{|>&*!-]`, value)
	not data.seaworthy.lib.credentials.is_substituted(value)
	not data.seaworthy.lib.credentials.is_harmless(value)
}

# The login of a container registry.
holds_secret(_, text) if {
	is_file(text)
	regex.match(`"auth"\s*:\s*"[A-Za-z0-9+/]{8,}=*"`, text)
}

is_file(text) if regex.match(`\n|^[{\[]`, text)

is_plain_literal(text) if {
	not is_file(text)
	not data.seaworthy.lib.credentials.is_substituted(text)
	not data.seaworthy.lib.credentials.is_harmless(text)
}
