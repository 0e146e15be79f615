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
	# seaworthy:lint-ignore[clock] -- a reason # lint
	input.object.kind == "Pod"
	# seaworthy:lint-ignore[clock, walk-call] -- a reason # lint
	time.now_ns() > 3
}
