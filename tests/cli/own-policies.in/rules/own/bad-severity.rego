# METADATA
# title: T
# description: D
# related_resources: [https://example.com]
# custom:
#   severity: awful
#   category: security
#   controls: [SEC-23]
#   selects: [pod]
#   remediation: R
package seaworthy.own.bad_severity

deny contains 1 if true
