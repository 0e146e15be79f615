# METADATA
# title: Load balancer listener forwards HTTP without TLS
# description: >-
#   Anyone on the network path to the load balancer can read and change the traffic, including tokens, prompts and
#   responses.
# related_resources:
# - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html
# - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html
# custom:
#   severity: high
#   category: security
#   controls: [SEC-13]
#   selects: [aws_lb_listener, aws_alb_listener]
#   remediation: >-
#     Set `protocol = "HTTPS"` and a certificate on the listener, and redirect port 80 to it with `status_code =
#     "HTTP_301"`.
package seaworthy.aws.listener_without_tls

deny contains {"message": "the listener forwards HTTP requests without TLS", "path": ["protocol"], "related": balancers} if {
	input.values.protocol == "HTTP"
	is_array(input.values.default_action)
	some action in input.values.default_action
	action.type in {"forward", "authenticate-oidc", "authenticate-cognito"}

	# Internal load balancers are exempt. An unknown one can be internal, or behind CloudFront.
	count(input.related.references) > 0
	count([other | some other in input.related.references; is_internal(other)]) == 0
}

is_internal(other) if {
	other.type in {"aws_lb", "aws_alb"}
	object.get(other.values, "internal", false) != false
}

balancers := [{"address": other.address, "path": ["internal"], "message": "the internet-facing load balancer"} |
	some other in input.related.references
	other.type in {"aws_lb", "aws_alb"}
]
