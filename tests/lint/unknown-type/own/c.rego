# METADATA
# title: T
# description: D
# related_resources:
# - https://example.com/a
# custom:
#   severity: low
#   category: security
#   controls: []
#   selects: [pod, workload, v1/Service, apps/*/Deployment, "*/*/Ingress", "**/Kind", aws_s3_bucket, "aws_db_*", data.aws_iam_policy_document, helm/Chart]
#   remediation: R
package seaworthy.own.c

deny contains {"message": "m", "path": []} if input.object.kind == "Pod"
