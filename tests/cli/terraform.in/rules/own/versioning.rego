# METADATA
# title: Versions of objects are not kept
# description: What is overwritten or deleted is gone.
# related_resources:
# - https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
# custom:
#   severity: medium
#   category: resilience
#   controls: [DBS-02]
#   selects: [aws_s3_bucket_versioning]
#   remediation: Set `status` to `Enabled`.
package seaworthy.own.versioning

deny contains {"message": sprintf("`status` is `%s`", [status]), "path": ["versioning_configuration", 0, "status"]} if {
	status := input.values.versioning_configuration[0].status
	status != "Enabled"
}
