# METADATA
# title: T
# description: D
# related_resources: [https://example.com]
# custom:
#   severity: low
#   category: security
#   controls: [SEC-23]
#   selects: [v1/Pod]
#   remediation: R
package seaworthy.own.good

deny contains {"message": "found by a rule of our own", "path": ["metadata", "labels"]} if not input.object.metadata.labels
