# METADATA
# title: API method requires no authorization
# description: >-
#   Anyone who knows the address can call the endpoint without authenticating. For a model endpoint, the owner pays for
#   that use.
# related_resources:
# - https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html
# - https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
# custom:
#   severity: high
#   category: security
#   controls: [MSA-02]
#   selects: [aws_lambda_function_url, aws_api_gateway_method, aws_apigatewayv2_route]
#   remediation: >-
#     Require IAM, a JWT or another authorizer; for a function URL, set `authorization_type = "AWS_IAM"`. If the
#     endpoint is meant to be public, suppress the finding with a reason.
package seaworthy.aws.api_without_authorization

deny contains finding if {
	input.resource.type == "aws_lambda_function_url"
	input.values.authorization_type == "NONE"
	finding := {"message": "the function URL requires no authorization", "path": ["authorization_type"]}
}

deny contains finding if {
	input.resource.type == "aws_api_gateway_method"
	input.values.authorization == "NONE"

	# Browsers send preflight requests without credentials.
	input.values.http_method != "OPTIONS"
	not input.values.api_key_required
	not restricted
	finding := {
		"message": sprintf("method `%s` requires neither authorization nor an API key", [input.values.http_method]),
		"path": ["authorization"],
	}
}

# A private API, or one with a resource policy.
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

# A WebSocket API authorizes the connection, not each message.
deny contains finding if {
	input.resource.type == "aws_apigatewayv2_route"
	object.get(input.values, "authorization_type", "NONE") == "NONE"
	regex.match(`^(ANY|GET|POST|PUT|PATCH|DELETE|HEAD) |^\$connect$`, input.values.route_key)
	finding := {
		"message": sprintf("route `%s` requires no authorization", [input.values.route_key]),
		"path": ["authorization_type"],
	}
}
