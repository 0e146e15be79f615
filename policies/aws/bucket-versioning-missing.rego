# METADATA
# title: S3 bucket versioning is disabled
# description: >-
#   Without versioning, objects that are overwritten or deleted cannot be restored, such as data sets, models or
#   Terraform state.
# related_resources:
# - https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
# custom:
#   severity: medium
#   category: resilience
#   controls: [RES-11, MSA-12]
#   selects: [aws_s3_bucket]
#   remediation: >-
#     Add an `aws_s3_bucket_versioning` for the bucket with `status = "Enabled"`, and a lifecycle rule that expires
#     noncurrent versions. Buckets with `force_destroy = true` are exempt.
package seaworthy.aws.bucket_versioning_missing

deny contains {"message": "versioning is not enabled", "path": ["bucket"]} if {
	object.get(input.values, "force_destroy", false) != true
	object.get(input.values, "versioning", []) == []
	count([other | some other in input.related.referenced_by; other.type == "aws_s3_bucket_versioning"]) == 0
}

# Older configurations set it in the bucket resource.
deny contains {"message": "versioning is disabled", "path": ["versioning", 0, "enabled"]} if {
	is_array(input.values.versioning)
	is_object(input.values.versioning[0])
	object.get(input.values.versioning[0], "enabled", false) == false
}

deny contains finding if {
	some other in input.related.referenced_by
	other.type == "aws_s3_bucket_versioning"
	status := object.get(other.values, ["versioning_configuration", 0, "status"], "")
	status in {"Suspended", "Disabled"}
	finding := {
		"message": sprintf("versioning is `%s`", [status]),
		"path": ["bucket"],
		"related": [{
			"address": other.address,
			"path": ["versioning_configuration", 0, "status"],
			"message": "`status` is set here",
		}],
	}
}
