# METADATA
# title: Target group uses sticky sessions
# description: >-
#   Sticky sessions keep each client on one target. Load is distributed unevenly, and new targets get no traffic from
#   existing clients. Resources that declare `session-affinity` are exempt.
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
	finding := {"message": "sticky sessions are enabled", "path": ["stickiness", i, "enabled"]}
}
