# METADATA
# title: Ingress uses a configuration snippet
# description: >-
#   Snippet annotations are inserted into the NGINX configuration unchanged. Anyone who can write an Ingress can then
#   obtain the controller's credentials and read what it can read, such as all secrets (CVE-2021-25742). Controllers
#   reject snippets by default.
# related_resources:
# - https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations-risk/
# - https://github.com/kubernetes/ingress-nginx/issues/7837
# - https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/advanced-configuration-with-snippets/
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-18]
#   frameworks: {nist-800-53-r5: [CM-7]}
#   selects: ["networking.k8s.io/*/Ingress", "extensions/*/Ingress"]
#   remediation: >-
#     Replace the snippet with the annotation for its purpose (`custom-headers`, `enable-cors`, `limit-rps`,
#     `rewrite-target`, …), or set it globally in the controller's ConfigMap. Keep `allow-snippet-annotations` set to
#     `false`.
package seaworthy.kubernetes.ingress_snippet

deny contains finding if {
	some key, value in input.object.metadata.annotations
	regex.match(
		`ingress\.kubernetes\.io/(configuration|server|location|auth|stream|modsecurity)-snippet$|^nginx\.org/(server|location)-snippets$`,
		key,
	)
	is_string(value)
	trim_space(value) != ""
	finding := {
		"message": sprintf("annotation `%s` is inserted into the proxy configuration unchanged", [key]),
		"path": ["metadata", "annotations", key],
	}
}
