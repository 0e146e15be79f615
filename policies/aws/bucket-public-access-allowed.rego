# METADATA
# title: S3 Block Public Access is not fully enabled
# description: >-
#   Block Public Access keeps objects private even if a public ACL or bucket policy is attached later. If any of its
#   four settings is off, public access is allowed that Amazon S3 blocks by default.
# related_resources:
# - https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
# custom:
#   severity: high
#   category: security
#   controls: [SEC-16]
#   selects: [aws_s3_bucket_public_access_block]
#   remediation: >-
#     Set `block_public_acls`, `block_public_policy`, `ignore_public_acls` and `restrict_public_buckets` to `true`.
#     Serve public content through CloudFront with origin access control instead of a public bucket.
package seaworthy.aws.bucket_public_access_allowed

settings := ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]

deny contains {"message": message(setting), "path": [setting], "related": buckets} if {
	some setting in settings
	object.get(input.values, setting, false) != true
}

message(setting) := sprintf("`%s` is `false`", [setting]) if object.get(input.values, setting, null) != null

message(setting) := sprintf("`%s` is not set and defaults to `false`", [setting]) if object.get(input.values, setting, null) == null

buckets := [{"address": other.address, "path": [], "message": "the bucket"} |
	some other in input.related.references
	other.type == "aws_s3_bucket"
]
