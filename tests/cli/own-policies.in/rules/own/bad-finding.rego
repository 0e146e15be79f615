# METADATA
# title: T
# description: D
# related_resources: [https://example.com]
# custom:
#   severity: low
#   category: security
#   controls: [SEC-23]
#   selects: [pod]
#   remediation: R
package seaworthy.own.bad_finding

deny contains "a text" if true
