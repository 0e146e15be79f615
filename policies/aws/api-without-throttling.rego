# METADATA
# title: API Gateway stage has no rate limit
# description: >-
#   Without its own limit, a stage can use the whole throttling quota of the account in that Region, and one client can
#   starve all other APIs.
# related_resources:
# - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
# custom:
#   severity: low
#   category: resilience
#   controls: [MSA-03]
#   selects: [aws_apigatewayv2_stage]
#   remediation: >-
#     Set `throttling_rate_limit` and `throttling_burst_limit` in `default_route_settings` to what the backend can
#     handle.
package seaworthy.aws.api_without_throttling

deny contains finding if {
	not limited
	finding := {"message": "no `throttling_rate_limit` is set for the routes of the stage", "path": ["default_route_settings"]}
}

limited if {
	some settings in array.concat(
		object.get(input.values, "default_route_settings", []),
		object.get(input.values, "route_settings", []),
	)
	settings.throttling_rate_limit
}
