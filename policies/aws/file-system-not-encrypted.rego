# METADATA
# title: EFS file system is not encrypted at rest
# description: >-
#   Anyone with access to the disks or backups can read the models, data sets and home directories on it. Encryption can
#   only be enabled when the file system is created.
# related_resources:
# - https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html
# custom:
#   severity: high
#   category: security
#   controls: [SEC-12]
#   selects: [aws_efs_file_system]
#   remediation: >-
#     Set `encrypted = true`. To encrypt an existing file system, copy it to a new one, for example with DataSync.
package seaworthy.aws.file_system_not_encrypted

deny contains {"message": message, "path": ["encrypted"]} if object.get(input.values, "encrypted", false) != true

message := "`encrypted` is `false`" if object.get(input.values, "encrypted", null) != null

message := "`encrypted` is not set and defaults to `false`" if object.get(input.values, "encrypted", null) == null
