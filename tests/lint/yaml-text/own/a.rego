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
	yaml.unmarshal(input.object.data.text).a == 1 # lint
	json.unmarshal(input.object.data.text).a == 1
}
