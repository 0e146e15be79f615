# METADATA
# title: T
# description: D
# related_resources:
# - https://example.com/a
# custom:
#   severity: low
#   category: security
#   controls: []
#   frameworks: {nist-800-53-r4: [AC-6]} # lint
#   selects: [pod]
#   remediation: R
package seaworthy.own.b

deny contains {"message": "m", "path": []} if input.object.kind == "Pod"
