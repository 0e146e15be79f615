# METADATA
# title: S3 bucket allows requests without TLS
# description: >-
#   Amazon S3 accepts HTTP requests unless the bucket policy denies them. Object names, contents and presigned URLs can
#   then be read in transit.
# related_resources:
# - https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit
# custom:
#   severity: low
#   category: security
#   controls: [SEC-13]
#   selects: [aws_s3_bucket]
#   remediation: >-
#     Add a bucket policy statement that denies `s3:*` on the bucket and its objects to all principals when
#     `aws:SecureTransport` is `false`.
package seaworthy.aws.bucket_policy_without_tls

deny contains {"message": "the bucket policy does not deny requests without TLS", "path": ["bucket"], "related": places} if {
	# An unknown policy may deny them.
	count([policy | some policy in policies; not is_object(object.get(policy.values, "policy", {}))]) == 0
	count(policies) > 0
	count([policy | some policy in policies; denies_http(policy)]) == 0
}

deny contains {"message": "the bucket has no policy that denies requests without TLS", "path": ["bucket"]} if {
	count(policies) == 0
	object.get(input.values, "policy", null) == null
}

policies := [other |
	some other in input.related.referenced_by
	other.type == "aws_s3_bucket_policy"
]

places := [{"address": policy.address, "path": ["policy"], "message": "the bucket policy"} | some policy in policies]

denies_http(policy) if {
	some statement in data.seaworthy.lib.iam.statements(policy.values.policy)
	statement.spec.Effect == "Deny"
	some operator, conditions in statement.spec.Condition
	lower(operator) in {"bool", "boolifexists"}
	some key, value in conditions
	lower(key) == "aws:securetransport"
	some item in data.seaworthy.lib.iam.items(value)
	lower(sprintf("%v", [item])) == "false"
}

# By version instead: a request without TLS has none.
denies_http(policy) if {
	some statement in data.seaworthy.lib.iam.statements(policy.values.policy)
	statement.spec.Effect == "Deny"
	some _, conditions in statement.spec.Condition
	some key, _ in conditions
	lower(key) == "s3:tlsversion"
}
