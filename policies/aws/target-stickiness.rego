# METADATA
# title: Clients are bound to one target
# description: >-
#   A sticky session keeps a client with the target that it met first. Load is spread unevenly, and new targets
#   get no work from clients that are already there. Where `session-affinity` is declared, it is meant so.
# related_resources:
# - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#sticky-sessions
# custom:
#   severity: low
#   category: scaling
#   controls: [LBL-03]
#   selects: [aws_lb_target_group, aws_alb_target_group]
#   remediation: >-
#     Keep sessions in a cache or a token, and remove the block or set `enabled = false`; or declare
#     `session-affinity: true`.
package seaworthy.aws.target_stickiness

deny contains finding if {
	object.get(input.requirements, "session_affinity", false) != true
	some i, stickiness in input.values.stickiness
	object.get(stickiness, "enabled", true) == true
	finding := {"message": "sticky sessions bind every client to one target", "path": ["stickiness", i, "enabled"]}
}
