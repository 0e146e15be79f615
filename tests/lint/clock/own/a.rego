# METADATA
# title: T
# description: D
# related_resources:
# - https://example.com/a
# custom:
#   severity: low
#   category: security
#   controls: []
#   selects: [pod]
#   remediation: R
package seaworthy.own.a

deny contains {"message": "m", "path": []} if {
	time.now_ns() > 0 # lint
	time.parse_rfc3339_ns("2026-01-01T00:00:00Z") > 0
}
