# METADATA
# title: Command line contains a plaintext secret
# description: >-
#   Anyone who can read this repository, its history or the pods of the namespace can read the value. Command lines are
#   also visible to every process that can list the container's processes, and in tools that record process lists.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/secrets-good-practices/
# - https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/#use-environment-variables-to-define-arguments
# custom:
#   severity: high
#   category: security
#   controls: [SEC-17]
#   frameworks: {nist-800-53-r5: [IA-5(7)]}
#   selects: [pod]
#   remediation: >-
#     Revoke this value, because it stays in the history of the repository. Keep the new one in a secret store, and read
#     it from a mounted file, or from an environment variable with `valueFrom.secretKeyRef`. Only if a program requires
#     an argument, refer to such a variable as `$(NAME)`.
package seaworthy.kubernetes.secret_in_arguments

deny contains finding if {
	some container in input.containers
	some place in [
		["command"],
		["args"],
		["livenessProbe", "exec", "command"],
		["readinessProbe", "exec", "command"],
		["startupProbe", "exec", "command"],
		["lifecycle", "postStart", "exec", "command"],
		["lifecycle", "preStop", "exec", "command"],
	]
	words := object.get(container.spec, place, [])
	is_array(words)
	some i, word in words
	is_string(word)
	previous := before(words, i)

	# This excludes most command lines early.
	regex.match(
		`(?i)pass|pwd|secret|token|key|auth|://|(^|\s)-[apu]|A(KI|SI)A|hf_|sk-|gh[pousr]_|github_pat_|glpat-|xox|AIza|SG\.|npm_|nvapi-|gsk_|hooks\.slack`,
		concat(" ", [previous, word]),
	)
	names := {known.name | some known in input.related.secrets}
	programs := concat(" ", [text |
		some text in array.concat(object.get(container.spec, "command", []), words)
		is_string(text)
	])
	found := secrets(previous, regex.replace(word, `(^|\s)#[^\n]*`, ""), programs, names)
	count(found) > 0
	finding := {
		"message": sprintf("`%s` of container `%s` contains %s", [concat(".", place), container.name, list(found)]),
		"path": array.concat(array.concat(container.path, place), [i]),
		"sensitive": true,
	}
}

before(_, 0) := ""

before(words, i) := words[i - 1] if {
	i > 0
	is_string(words[i - 1])
}

before(words, i) := "" if {
	i > 0
	word := words[i - 1]
	not is_string(word)
}

list(found) := concat(", ", found) if count(found) < 4

list(found) := sprintf("%s and %d more", [concat(", ", array.slice(found, 0, 3)), count(found) - 3]) if count(found) > 3

# The secrets in the word, without duplicates. Known token formats take precedence over names.
secrets(_, word, _, _) := data.seaworthy.lib.credentials.tokens(word) if {
	count(data.seaworthy.lib.credentials.tokens(word)) > 0
}

secrets(previous, word, programs, names) := sort({what | some what in array.concat(connections(word), valued(previous, word, programs, names))}) if {
	count(data.seaworthy.lib.credentials.tokens(word)) == 0
}

connections(word) := array.concat(
	["a URL with a password" |
		some url in regex.find_n(`[A-Za-z][A-Za-z0-9+.-]*://[^\s"'\x60]+`, word, -1)
		not contains(url, "$")
		data.seaworthy.lib.credentials.has_url_password(url)
	],
	["a connection string with a password" |
		regex.match(`(?i)(server|host|data source|endpoint|accountname)\s*=[^;\n]*;`, word)
		data.seaworthy.lib.credentials.has_password_part(word)
	],
)

# Settings by their names, in a single argument or within a script.
valued(previous, word, programs, names) := array.concat(
	[sprintf("a plaintext value for `%s`", [setting[0]]) |
		some setting in settings(previous, word, programs)
		value := trim(setting[1], `"'`)
		value != ""
		is_secret(trim_left(setting[0], "-"), value, names)
	],
	array.concat(
		["a password for `curl`" |
			contains(programs, "curl")
			some match in regex.find_all_string_submatch_n(
				`(^|\s)(-u|--user)[\s=]\s*["']?[^\s:"'$]+:([^\s"']+)`,
				concat(" ", [previous, word]),
				-1,
			)
			is_literal(match[3])
		],
		["`Authorization` credentials" |
			some match in regex.find_all_string_submatch_n(
				`(?i)authorization:\s*(bearer|basic|token)\s+([A-Za-z0-9._~+/=-]{8,})`,
				word,
				-1,
			)
			regex.match(`[0-9]`, match[2])
			is_literal(match[2])
		],
	),
)

# Pairs of a name and a text.
settings(previous, word, programs) := array.concat(
	[[match[2], match[3]] |
		some match in regex.find_all_string_submatch_n(
			`(^|[\s;&|("'])(--?[A-Za-z][A-Za-z0-9_.-]*)=("[^"\n]*"|'[^'\n]*'|[^\s;&|"'\\]+)`,
			word,
			-1,
		)
	],
	array.concat(
		assignments(word),
		array.concat(
			separate(previous, word, programs),
			of_clients(previous, word, programs),
		),
	),
)

# `NAME=value`, as an argument, as a shell variable, and as the value of an option.
assignments(word) := array.concat(
	[[match[1], match[2]] |
		some match in regex.find_all_string_submatch_n(`^([A-Za-z][A-Za-z0-9_.-]*)=([^\s(]+)$`, word, -1)
	],
	[[match[2], match[3]] |
		regex.match(`\s|--[a-z-]+=[A-Za-z]`, word)
		some match in regex.find_all_string_submatch_n(
			`(^|\n\s*|[;&|]\s*|export\s+|env\s+|--(?:from-literal|set|set-string|env|build-arg|conf)[= ]["']?)([A-Z][A-Z0-9_]*|[a-z][A-Za-z0-9_.-]*)=("[^"\n]*"|'[^'\n]*'|[^\s;&|"'\\(),\[]+)`,
			word,
			-1,
		)

		# In a program, a word without quotes may be a variable.
		is_written(match)
	],
)

is_written(match) if regex.match(`^["']`, match[3])

is_written(match) if regex.match(`^[A-Z]`, match[2])

is_written(match) if regex.match(`--`, match[1])

# `--name value`, in two arguments or within a script. These clients prompt for a password unless it is attached.
separate(previous, word, programs) := [[match[2], match[3]] |
	not regex.match(`(^|[\s/])(mysql|mariadb|psql|pg_|createdb|dropdb|createuser)`, programs)
	some match in regex.find_all_string_submatch_n(
		`(^|\s)(--?[A-Za-z][A-Za-z0-9_.-]*)\s+("[^"\n]*"|'[^'\n]*'|[^\s;&|"'\\<>-][^\s;&|"'\\]*)`,
		in_order(previous, word),
		-1,
	)
	not is_switch(match[2])
	not regex.match(`^(or|and|is|to|must|for|from|in|with|flag|option|was|not|if|as|should|may)$`, match[3])
]

# An argument that is the value of the previous one.
in_order(previous, word) := concat(" ", [previous, word]) if {
	regex.match(`^--?[A-Za-z][A-Za-z0-9_.-]*$`, previous)
	not regex.match(`\s|^-`, word)
}

in_order(previous, word) := word if not regex.match(`^--?[A-Za-z][A-Za-z0-9_.-]*$`, previous)

in_order(previous, word) := word if {
	regex.match(`^--?[A-Za-z][A-Za-z0-9_.-]*$`, previous)
	regex.match(`\s|^-`, word)
}

is_switch(name) if {
	regex.match(
		`(?i)^--?(no|skip|disable|enable|use|require|allow|with|without|print|show|generate|random|ask|prompt|rotate|check|verify|validate|refresh|reset|force|ignore|hide|mask)[_.-]`,
		name,
	)
}

# Short password options of some clients.
of_clients(previous, word, programs) := array.concat(
	[["mysql -p", match[2]] |
		regex.match(`(^|[\s/])(mysql|mariadb)[a-z-]*(\s|$)`, programs)
		some match in regex.find_all_string_submatch_n(`(^|\s)-p["']?([^\s"';&|]+)`, word, -1)
		not regex.match(`^(ort|rotocol|ipe)`, match[2])
	],
	[["redis-cli -a", match[2]] |
		regex.match(`(^|[\s/])(redis-cli|valkey-cli)(\s|$)`, programs)
		some match in regex.find_all_string_submatch_n(`(^|\s)-a\s+["']?([^\s"';&|-][^\s"';&|]*)`, in_order(previous, word), -1)
	],
)

is_secret(name, value, _) if {
	name in {"mysql -p", "redis-cli -a", "requirepass", "masterauth"}
	is_literal(value)
	not data.seaworthy.lib.credentials.is_harmless(value)
}

is_secret(name, value, names) if {
	# Java properties: `-Dspring.datasource.password`.
	data.seaworthy.lib.credentials.is_named_secret(regex.replace(name, `^D`, ""), value)
	is_literal(value)
	not value in names
	not is_switch(concat("", ["-", name]))
	not is_of_secret_object(name, value)
	not is_of_key(name, value)
}

is_literal(value) if {
	not data.seaworthy.lib.credentials.is_substituted(value)

	# Variables, commands, files, and placeholders of a usage text.
	not regex.match(`\$([A-Za-z0-9_{(@*#$]|$)|\x60|^@|^-$|^[A-Z]{2,}$`, value)
}

# Controllers accept names of Secrets: `--webhook-secret=shop-webhook`. For the names excluded here, it is a value.
is_of_secret_object(name, value) if {
	regex.match(`(?i)secret$`, name)
	not regex.match(`(?i)(client|cookie|jwt|session|shared|hmac|app|access|consumer|signing|encryption)[_.-]?secret$`, name)
	regex.match(`^([a-z0-9.-]+/)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?$`, value)
}

# A relative file path, the name of a key in a store, or the key of a Secret.
is_of_key(name, value) if {
	regex.match(`(?i)key$`, name)
	regex.match(`^[a-z0-9._-]+(/[a-z0-9._-]+)+$|^(password|token|key|value|secret|auth|credentials?|data|api|access|private|tls)([-_.](key|token|secret|value|password))*$`, value)
}
