# METADATA
# title: T
# description: D
# related_resources:
# - https://example.com/a
# custom:
#   severity: low
#   category: security
#   controls: []
#   frameworks: {pss: [baseline/privileged, baseline/privilege], nist-800-53-r5: [AC-6, AC-6(9), AC-99]} # lint
#   selects: [pod]
#   remediation: R
package seaworthy.own.a

deny contains {"message": "m", "path": []} if input.object.kind == "Pod"
