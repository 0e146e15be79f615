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
	# seaworthy:lint-ignore -- why # lint
	time.now_ns() > 0 # lint: clock
	# seaworthy:lint-ignore[clock] # lint
	time.now_ns() > 1 # lint: clock
	# seaworthy:lint-ignore[clocks] -- reason # lint
	time.now_ns() > 2 # lint: clock
	# seaworthy:lint-ignore[clock] -- a reason
	time.now_ns() > 3
	time.now_ns() > 4 # seaworthy:lint-ignore[clock] -- a reason
}
