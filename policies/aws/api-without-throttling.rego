# METADATA
# title: API takes requests at any rate
# description: >-
#   Without a limit of its own, a stage may use up the quota of the whole account and region, and one client can
#   starve all APIs.
# related_resources:
# - https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
# custom:
#   severity: low
#   category: resilience
#   controls: [MSA-03]
#   selects: [aws_apigatewayv2_stage]
#   remediation: >-
#     Set `throttling_rate_limit` and `throttling_burst_limit` in `default_route_settings` to what the backend
#     can take.
package seaworthy.aws.api_without_throttling

deny contains finding if {
	not limited
	finding := {"message": "no rate limit applies to the routes of the stage", "path": ["default_route_settings"]}
}

limited if {
	some settings in array.concat(
		object.get(input.values, "default_route_settings", []),
		object.get(input.values, "route_settings", []),
	)
	settings.throttling_rate_limit
}
