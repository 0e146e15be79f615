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

import data.seaworthy.own.lib.a as library

deny contains {"message": "m", "path": []} if {
	library.use(input.object.kind)
}
