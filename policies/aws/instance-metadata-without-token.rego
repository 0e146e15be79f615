# METADATA
# title: EC2 instance metadata service allows IMDSv1
# description: >-
#   With IMDSv1, an application that can be made to fetch a URL (SSRF) exposes the credentials of its instance. IMDSv2
#   requires a session token that such a request cannot get.
# related_resources:
# - https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
# custom:
#   severity: high
#   category: security
#   controls: [SEC-10]
#   selects: [aws_instance, aws_launch_template]
#   remediation: >-
#     Set `http_tokens = "required"` in `metadata_options`.
package seaworthy.aws.instance_metadata_without_token

# If it is not set, the image and the account decide.
deny contains {"message": "`http_tokens` is `optional`", "path": ["metadata_options", 0, "http_tokens"]} if {
	is_array(input.values.metadata_options)
	options := input.values.metadata_options[0]
	options.http_tokens == "optional"
	object.get(options, "http_endpoint", "enabled") != "disabled"
}
