# METADATA
# title: T
# description: D
# related_resources:
# - https://example.com/a
# custom:
#   severity: low
#   category: security
#   controls: []
#   frameworks: {nist-800-53-r5: [SC-7, SC-28(1)], pss: [restricted/seccomp]}
#   selects: [pod]
#   remediation: R
package seaworthy.own.c

deny contains {"message": "m", "path": []} if input.object.kind == "Pod"
