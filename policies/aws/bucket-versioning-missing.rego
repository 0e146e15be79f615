# METADATA
# title: Objects of the bucket cannot be restored
# description: >-
#   Without versions, what is overwritten or deleted is gone: a training set, a model, the state of the infrastructure.
# related_resources:
# - https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
# custom:
#   severity: medium
#   category: resilience
#   controls: [RES-11, MSA-12]
#   selects: [aws_s3_bucket]
#   remediation: >-
#     Add an `aws_s3_bucket_versioning` for the bucket with `status = "Enabled"`, and a lifecycle rule that expires
#     noncurrent versions. A bucket that may be lost says so with `force_destroy = true`.
package seaworthy.aws.bucket_versioning_missing

deny contains {"message": "no versions of its objects are kept", "path": ["bucket"]} if {
	object.get(input.values, "force_destroy", false) != true
	object.get(input.values, "versioning", []) == []
	count([other | some other in input.related.referenced_by; other.type == "aws_s3_bucket_versioning"]) == 0
}

# Older configurations have it within the bucket.
deny contains {"message": "versioning is switched off", "path": ["versioning", 0, "enabled"]} if {
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
			"message": sprintf("`%s` here", [status]),
		}],
	}
}
