# METADATA
# title: Bucket accepts requests without TLS
# description: >-
#   S3 answers plain HTTP unless the bucket policy refuses it, and then names, objects and presigned URLs can be read
#   on the way.
# related_resources:
# - https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit
# custom:
#   severity: low
#   category: security
#   controls: [SEC-13]
#   selects: [aws_s3_bucket]
#   remediation: >-
#     Add a statement to the policy of the bucket that denies `s3:*` on the bucket and its objects to everyone while
#     `aws:SecureTransport` is `false`.
package seaworthy.aws.bucket_policy_without_tls

deny contains {"message": "the policy of the bucket does not refuse plain HTTP", "path": ["bucket"], "related": places} if {
	# What is not known may well refuse it.
	count([policy | some policy in policies; not is_object(object.get(policy.values, "policy", {}))]) == 0
	count(policies) > 0
	count([policy | some policy in policies; refuses(policy)]) == 0
}

deny contains {"message": "the bucket has no policy that refuses plain HTTP", "path": ["bucket"]} if {
	count(policies) == 0
	object.get(input.values, "policy", null) == null
}

policies := [other |
	some other in input.related.referenced_by
	other.type == "aws_s3_bucket_policy"
]

places := [{"address": policy.address, "path": ["policy"], "message": "its policy"} | some policy in policies]

refuses(policy) if {
	some statement in data.seaworthy.lib.iam.statements(policy.values.policy)
	statement.spec.Effect == "Deny"
	some operator, conditions in statement.spec.Condition
	lower(operator) in {"bool", "boolifexists"}
	some key, value in conditions
	lower(key) == "aws:securetransport"
	some item in data.seaworthy.lib.iam.items(value)
	lower(sprintf("%v", [item])) == "false"
}

# By version instead: whatever is not TLS has none.
refuses(policy) if {
	some statement in data.seaworthy.lib.iam.statements(policy.values.policy)
	statement.spec.Effect == "Deny"
	some _, conditions in statement.spec.Condition
	some key, _ in conditions
	lower(key) == "s3:tlsversion"
}
