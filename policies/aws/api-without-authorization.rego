# METADATA
# title: API answers everybody
# description: >-
#   Whoever knows the address can call the route: nothing asks who they are. Model endpoints are then open to
#   misuse at the owner's cost.
# related_resources:
# - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html
# - https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
# custom:
#   severity: high
#   category: security
#   controls: [MSA-02]
#   selects: [aws_lambda_function_url, aws_api_gateway_method, aws_apigatewayv2_route]
#   remediation: >-
#     Require IAM, a JWT or another authorizer; for a function URL `authorization_type = "AWS_IAM"`. If the
#     route is public on purpose, accept the finding with the reason.
package seaworthy.aws.api_without_authorization

deny contains finding if {
	input.resource.type == "aws_lambda_function_url"
	input.values.authorization_type == "NONE"
	finding := {"message": "the function answers everybody who knows its URL", "path": ["authorization_type"]}
}

deny contains finding if {
	input.resource.type == "aws_api_gateway_method"
	input.values.authorization == "NONE"

	# Browsers ask with it which requests they may send, and cannot authenticate.
	input.values.http_method != "OPTIONS"
	not input.values.api_key_required
	not restricted
	finding := {
		"message": sprintf("`%s` asks for neither authorization nor an API key", [input.values.http_method]),
		"path": ["authorization"],
	}
}

# A private API, or one whose own policy says who may call it.
restricted if {
	some other in input.related.references
	other.type == "aws_api_gateway_rest_api"
	some configuration in other.values.endpoint_configuration
	"PRIVATE" in configuration.types
}

restricted if {
	some other in input.related.references
	other.type == "aws_api_gateway_rest_api"
	other.values.policy
}

# Messages of a WebSocket are authorized when it is opened.
deny contains finding if {
	input.resource.type == "aws_apigatewayv2_route"
	object.get(input.values, "authorization_type", "NONE") == "NONE"
	regex.match(`^(ANY|GET|POST|PUT|PATCH|DELETE|HEAD) |^\$connect$`, input.values.route_key)
	finding := {
		"message": sprintf("the route `%s` asks for no authorization", [input.values.route_key]),
		"path": ["authorization_type"],
	}
}
