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
package seaworthy.own.b

import data.seaworthy.own.lib.a as names

deny contains {"message": "m", "path": []} if {
	names.is_good(input.object.kind)
}
