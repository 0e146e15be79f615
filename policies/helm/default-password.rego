# METADATA
# title: Chart has a default password
# description: >-
#   A password in `values.yaml` is the same in every release that does not override it, and anyone with the chart can
#   read it.
# related_resources:
# - https://helm.sh/docs/chart_best_practices/values/
# - https://cwe.mitre.org/data/definitions/1393.html
# custom:
#   severity: high
#   category: security
#   controls: [SEC-17]
#   frameworks: {nist-800-53-r5: [IA-5(5)]}
#   selects: [helm/Chart]
#   remediation: >-
#     Leave the value empty and require it with `required`, or use the name of an existing Secret instead
#     (`existingSecret`).
package seaworthy.helm.default_password

deny contains finding if {
	some setting in input.settings
	is_string(setting.value)
	text := trim_space(setting.value)
	text != ""
	what := secret(setting.key, text)
	finding := {
		"message": sprintf("`%s` %s", [concat(".", [sprintf("%v", [step]) | some step in array.slice(setting.path, 1, count(setting.path))]), what]),
		"path": setting.path,
		"sensitive": true,
	}
}

secret(key, text) := "has a default value, which is the same in every release" if {
	count(text) > 2
	data.seaworthy.lib.credentials.is_named_secret(key, text)
	not names_key_of_secret(key, text)
	not is_name(key, text)
	count(data.seaworthy.lib.credentials.tokens(text)) == 0
}

secret(_, text) := sprintf("contains %s", [data.seaworthy.lib.credentials.tokens(text)[0]])

# Charts name the key within an existing Secret: `secretKey: admin-password`.
names_key_of_secret(key, text) if {
	regex.match(`[kK]ey$`, key)
	regex.match(`^[a-zA-Z]+([._-][a-zA-Z]+)*$`, text)
}

# It identifies a cluster and is not a secret.
names_key_of_secret(key, _) if regex.match(`[cC]luster[_-]?[tT]oken$`, key)

# … and the Secret itself: `tokenSecret: build-token`.
is_name(key, text) if {
	regex.match(`[sS]ecret$`, key)
	regex.match(`^[a-z]+([.-][a-z0-9]+)*$`, text)
}
