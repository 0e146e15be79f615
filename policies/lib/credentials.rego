# Detects secrets by their format and by their names. Texts must be trimmed.
#
# Sources of the formats: the documentation of each issuer.
package seaworthy.lib.credentials

# The known tokens in a text, such as "a GitHub token": an array, usually empty. It never contains the text itself.
tokens(text) := [kind[0] |
	regex.match(
		`(^|[^A-Za-z0-9])(A(KI|SI)A[A-Z0-9]|hf_|sk-|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|AIza|[rs]k_live_|SG\.|npm_|nvapi-|gsk_|dckr_pat_)|PRIVATE KEY-----|hooks\.slack\.com`,
		text,
	)
	some kind in [
		["a private key", regex.match(`-----BEGIN ((RSA|EC|DSA|OPENSSH) )?PRIVATE KEY-----(\s|\\n)*[A-Za-z0-9+/=]{16}`, text)],
		["an AWS access key ID", regex.match(`(^|[^A-Za-z0-9])A(KI|SI)A[A-Z0-9]{16}([^A-Za-z0-9]|$)`, text)],
		["a Hugging Face token", regex.match(`(^|[^A-Za-z0-9])hf_[A-Za-z0-9]{30}`, text)],
		["a key of a model provider", regex.match(`(^|[^A-Za-z0-9])(sk-[A-Za-z0-9_-]{20}|nvapi-[A-Za-z0-9_-]{40}|gsk_[A-Za-z0-9]{40})`, text)],
		["a GitHub token", regex.match(`(^|[^A-Za-z0-9])(gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40})`, text)],
		["a GitLab token", regex.match(`(^|[^A-Za-z0-9])glpat-[A-Za-z0-9_-]{20}`, text)],
		["a Slack token", regex.match(`(^|[^A-Za-z0-9])xox[abprs]-[0-9A-Za-z]+-[0-9A-Za-z-]{10}`, text)],
		["a Slack webhook", regex.match(`hooks\.slack\.com/services/T[A-Z0-9]+/B[A-Z0-9]+/[A-Za-z0-9]{20}`, text)],
		["a Google API key", regex.match(`(^|[^A-Za-z0-9])AIza[A-Za-z0-9_-]{35}`, text)],
		["a Stripe key", regex.match(`(^|[^A-Za-z0-9])[rs]k_live_[A-Za-z0-9]{20}`, text)],
		["a SendGrid key", regex.match(`(^|[^A-Za-z0-9])SG\.[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20}`, text)],
		["a registry token", regex.match(`(^|[^A-Za-z0-9])(npm_[A-Za-z0-9]{36}|dckr_pat_[A-Za-z0-9_-]{20})`, text)],
	]
	kind[1] == true
	not is_placeholder(kind[0], text)
]

# The examples of AWS contain this word.
is_placeholder("an AWS access key ID", text) if contains(text, "EXAMPLE")

# Placeholder keys are words, without digits or capitals.
is_placeholder("a key of a model provider", text) if not regex.match(`[0-9]`, text)

is_placeholder("a key of a model provider", text) if not regex.match(`[A-Z]`, text)

is_placeholder(_, text) if regex.match(`(?i)x{8}|your[-_]`, text)

# Whether a single-line text contains a URL or a connection string with a password.
with_password(text) := ["a URL with a password"] if has_url_password(text)

with_password(text) := ["a connection string with a password"] if {
	not has_url_password(text)
	has_password_part(text)
}

with_password(text) := [] if {
	not has_url_password(text)
	not has_password_part(text)
}

has_url_password(text) if {
	regex.match(`(?i)[a-z][a-z0-9+.-]*://[^/\s:@]*:[^/\s:@$<>{}()%*]+@[^/\s]`, text)
	not contains(text, "\n")
	not is_substituted(text)
}

has_password_part(text) if {
	regex.match(`(?i)(^|[;\s])(password|accountkey|sharedaccesskey)\s*=\s*[^;\s"'$<>{}()%*]+`, text)
	not contains(text, "\n")
	not is_substituted(text)
}

# Whether a name is that of a secret, and the text can be one.
is_named_secret(name, text) if {
	names_secret(name)
	not names_other(name, text)
	not contains(text, "\n")
	not is_substituted(text)
	not is_harmless(text)
	not is_object_name(name, text)
}

# The names of the settings with a secret in a configuration file: properties, variables, INI, YAML.
settings(file, text) := [setting[1] |
	regex.match(`(?i)(^|\.)(properties|env|ini|cfg|conf|config|cnf|toml|ya?ml|json)$`, file)
	regex.match(`(?i)pass|pwd|secret|token|key`, text)
	some setting in regex.find_all_string_submatch_n(
		`(?m)^[ \t]*(?:export[ \t]+|-[ \t]+)?["']?([A-Za-z][A-Za-z0-9_.-]*)["']?[ \t]*[:=][ \t]*["']?([^\s"',#]{4,})["']?,?[ \t\r]*$`,
		text,
		-1,
	)
	is_named_secret(setting[1], setting[2])

	# Names of Secret objects.
	not regex.match(`(?i)existing|secret$`, regex.replace(setting[1], `(?i)(client|cookie|jwt|session|shared|hmac|app|access|consumer|signing)[_.-]?secret$`, ""))

	# Code, blocks and composed values.
	not regex.match(`[(){}\[\]<>$|&;\x60]|^[!*]|:$`, setting[2])
]

# The last word of a name decides: TOKEN, but not TOKEN_TTL, TOKENIZER, PASSWORD_FILE or MAX_TOKENS.
names_secret(name) if {
	regex.match(
		`(?i)(password|passwd|passphrase)([_.-]?[0-9]+)?$|(^|[_.-])pass$|[_.-]pwd$|(^|[_.-])(token|secret)([_.-]?[0-9]+)?$|(auth|access|refresh|bearer|bot|api)token$|clientsecret$|(api|secret|private|encryption|signing|master|fernet|account|(secret|storage|shared)[_.-]?access)[_.-]?key([_.-]?(base|base64|b64|[0-9]+))?$`,
		name,
	)
}

names_secret(name) if regex.match(`[a-z](Token|Secret|Pass)$`, name)

# Special tokens of language models, public keys and names of Secret objects.
names_other(name, _) if {
	regex.match(
		`(?i)(^|[_.-])(bos|eos|pad|unk|sep|cls|mask|stop|special|image|audio|video|start|end|begin|max|min|num|next|page|continue|public|publishable)[_.-]?(api[_.-]?)?(token|key)$|^(next_public|nuxt_public|vite|react_app|expo_public|gatsby|public)_|(pull|tls|ssl|certs?|certificate|ca|k8s|kubernetes)[_.-]?secret$`,
		name,
	)
}

# The password of Java's default file of public certificates.
names_other(name, "changeit") if regex.match(`(?i)trust`, name)

# A number is not a token, but can be a password.
names_other(name, text) if {
	regex.match(`^[0-9]+$`, text)
	not regex.match(`(?i)(password|passwd|passphrase|pass|pwd)([_.-]?[0-9]+)?$`, name)
}

# Substituted later, or read from another place when the container starts.
is_substituted(text) if {
	regex.match(
		`\$\(|\$\{|\{\{|<[^>]*>|#\{|%\(|\[\[|^\$[A-Za-z_]|^%[A-Za-z_]+%$|^__.*__$|^@@?[A-Za-z_.-]+@@?$|^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$`,
		text,
	)
}

is_substituted(text) if {
	regex.match(
		`(?i)^(vault:|ref\+|arn:|projects/|secretref|secret:|op://|gcp(sm)?:|awss?m:|sm://|azurekv|keyvault|env:|enc[\[(]|encrypted:|\{cipher\}|@microsoft\.keyvault)|@azurekeyvault`,
		text,
	)
}

is_substituted(text) if {
	regex.match(
		`(?i)(^|[^a-z])(your|replace|insert|fill[-_ ]?in)([-_ ]|me\b|$)|[-_ ]here$|xxxx|\.\.\.|…|^[x*.-]+$`,
		text,
	)
}

# Switches, durations, paths, files, URLs and placeholders for a key that is not required.
is_harmless(text) if {
	regex.match(
		`(?i)^(true|false|yes|no|on|off|none|null|nil|undefined|empty|dummy|fake|unused|n/?a|not[-_ ]?(needed|used|required|set|applicable)|no[-_]?key|ignored?|disabled?|enabled|required|optional|placeholder|redacted|todo|tbd|unset|any|anything|sk-no-key-required|ollama|vllm|lm-?studio)$`,
		text,
	)
}

is_harmless(text) if regex.match(`^[0-9]{1,3}$|^[0-9.]+(ms|s|m|h|d)$`, text)

is_harmless(text) if {
	regex.match(
		`(?i)^(~|\.{1,2})?/[a-z0-9._/@+-]*$|^[a-z]:\\|^[a-z0-9._/-]+\.(pem|key|crt|cer|json|ya?ml|txt|env|jks|p12|pfx|conf|cfg|ini|properties|toml)$|^file:`,
		text,
	)
}

is_harmless(text) if regex.match(`(?i)^[a-z][a-z0-9+.-]*://`, text)

# The name of a Secret rather than its value: `webhook-tls`, `prod/db-credentials`.
is_object_name(name, text) if {
	regex.match(`(?i)secret$`, name)
	regex.match(`^[a-z0-9.-]+/[a-z0-9.-]+$|^[a-z0-9.-]*-(secrets?|tls|certs?|certificate|creds|credentials|keys?|token|auth)$`, text)
}
