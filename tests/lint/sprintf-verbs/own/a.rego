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

deny contains {"message": sprintf("%5d", [1]), "path": []} if input.object.kind == "Pod" # lint

deny contains {"message": sprintf("%q %t", ["a", true]), "path": []} if input.object.kind == "Pod" # lint

deny contains {"message": sprintf("%s %d %v %%", ["a", 1, true]), "path": []} if input.object.kind == "Pod"
