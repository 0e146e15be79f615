# METADATA
# title: ECR image tags are mutable
# description: >-
#   Anyone with push access can replace the image behind a tag, and the next restart runs it. The image that runs can
#   then differ from the one that was tested.
# related_resources:
# - https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
# custom:
#   severity: medium
#   category: security
#   controls: [MSA-08]
#   selects: [aws_ecr_repository]
#   remediation: >-
#     Set `image_tag_mutability = "IMMUTABLE"`, and give each build its own tag.
package seaworthy.aws.repository_tags_mutable

deny contains {"message": "`image_tag_mutability` is `MUTABLE`", "path": ["image_tag_mutability"]} if {
	object.get(input.values, "image_tag_mutability", "MUTABLE") == "MUTABLE"
}
