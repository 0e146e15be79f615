# METADATA
# title: Load balancer forwards plain HTTP
# description: >-
#   Whoever sits between the client and the load balancer reads tokens, prompts and answers, and can change them.
# related_resources:
# - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html
# - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html
# custom:
#   severity: high
#   category: security
#   controls: [SEC-13]
#   selects: [aws_lb_listener, aws_alb_listener]
#   remediation: >-
#     Give the listener `protocol = "HTTPS"` and a certificate, and let the listener on port 80 redirect to it with
#     `status_code = "HTTP_301"`.
package seaworthy.aws.listener_without_tls

deny contains {"message": "requests are forwarded as they come, without TLS", "path": ["protocol"], "related": balancers} if {
	input.values.protocol == "HTTP"
	is_array(input.values.default_action)
	some action in input.values.default_action
	action.type in {"forward", "authenticate-oidc", "authenticate-cognito"}

	# Within the network is another matter, and CloudFront may stand in front.
	count(input.related.references) > 0
	count([other | some other in input.related.references; is_internal(other)]) == 0
}

is_internal(other) if {
	other.type in {"aws_lb", "aws_alb"}
	object.get(other.values, "internal", false) != false
}

balancers := [{"address": other.address, "path": ["internal"], "message": "it faces the internet"} |
	some other in input.related.references
	other.type in {"aws_lb", "aws_alb"}
]
