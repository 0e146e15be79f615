# METADATA
# title: CloudFront distribution has no web ACL
# description: >-
#   Without an AWS WAF web ACL, request floods and known attacks reach the origin, where every request costs compute
#   time.
# related_resources:
# - https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-awswaf.html
# - https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-05]
#   selects: [aws_cloudfront_distribution]
#   remediation: >-
#     Set `web_acl_id` to the ARN of a web ACL with AWS managed rules and a rate-based rule.
package seaworthy.aws.distribution_without_firewall

deny contains finding if {
	input.values.enabled == true
	object.get(input.values, "web_acl_id", "") == ""
	finding := {"message": "`web_acl_id` is not set", "path": ["web_acl_id"]}
}
