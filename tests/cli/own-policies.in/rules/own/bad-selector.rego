# METADATA
# title: T
# description: D
# related_resources: [https://example.com]
# custom:
#   severity: low
#   category: security
#   controls: [SEC-23]
#   selects: [nothing]
#   remediation: R
package seaworthy.own.bad_selector

deny contains 1 if true
