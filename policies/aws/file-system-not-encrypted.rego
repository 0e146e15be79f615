# METADATA
# title: File system is not encrypted at rest
# description: >-
#   Models, data sets and home folders on it can be read from the disks and the backups. Encryption can only be chosen
#   when the file system is made.
# related_resources:
# - https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html
# custom:
#   severity: high
#   category: security
#   controls: [SEC-12]
#   selects: [aws_efs_file_system]
#   remediation: >-
#     Set `encrypted = true`. An existing file system has to be copied to a new one, for example with DataSync.
package seaworthy.aws.file_system_not_encrypted

deny contains {"message": message, "path": ["encrypted"]} if object.get(input.values, "encrypted", false) != true

message := "`encrypted` is `false`" if object.get(input.values, "encrypted", null) != null

message := "`encrypted` is not set, which means `false`" if object.get(input.values, "encrypted", null) == null
