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

deny contains {"message": "It is bad.", "path": []} if input.object.kind == "Pod" # lint

deny contains {"message": sprintf("%s is bad.", [input.object.kind]), "path": []} if input.object.kind == "Pod" # lint

deny contains {"message": "one\ntwo", "path": []} if input.object.kind == "Pod" # lint

deny contains {"message": "and so on ...", "path": []} if input.object.kind == "Pod"
