# METADATA
# title: Image tags can be moved to other images
# description: >-
#   Whoever may push can replace what a tag stands for, and the next restart runs it: what was tested is not what runs.
# related_resources:
# - https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
# custom:
#   severity: medium
#   category: security
#   controls: [MSA-08]
#   selects: [aws_ecr_repository]
#   remediation: >-
#     Set `image_tag_mutability = "IMMUTABLE"`, and give each build a tag of its own.
package seaworthy.aws.repository_tags_mutable

deny contains {"message": "`image_tag_mutability` is `MUTABLE`", "path": ["image_tag_mutability"]} if {
	object.get(input.values, "image_tag_mutability", "MUTABLE") == "MUTABLE"
}
