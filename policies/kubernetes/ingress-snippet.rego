# METADATA
# title: Ingress writes into the configuration of the proxy
# description: >-
#   Snippet annotations go into the configuration of NGINX as they are. Whoever may write an Ingress can then take the
#   credentials of the controller and read what it may read, such as all secrets (CVE-2021-25742). Controllers refuse snippets
#   unless told otherwise.
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
#     Replace the snippet by the annotation that exists for its purpose (`custom-headers`, `enable-cors`, `limit-rps`,
#     `rewrite-target`, …), or set it for all in the ConfigMap of the controller. Keep `allow-snippet-annotations` at `false`.
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
		"message": sprintf("annotation `%s` is written into the configuration of the proxy as it is", [key]),
		"path": ["metadata", "annotations", key],
	}
}
