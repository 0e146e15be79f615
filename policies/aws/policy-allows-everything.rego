# METADATA
# title: IAM policy allows all actions on all resources
# description: >-
#   A principal with this policy has full control of the account, and so has an attacker who compromises a process that
#   uses it.
# related_resources:
# - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
# - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
# custom:
#   severity: critical
#   category: security
#   controls: [SEC-09]
#   frameworks: {nist-800-53-r5: [AC-6]}
#   selects: [aws_iam_policy, aws_iam_role_policy, aws_iam_user_policy, aws_iam_group_policy, aws_ssoadmin_permission_set_inline_policy]
#   remediation: >-
#     List the actions and resources that are needed. IAM Access Analyzer can generate such a policy from CloudTrail
#     events.
package seaworthy.aws.policy_allows_everything

deny contains {"message": "the statement allows all actions on all resources", "path": array.concat([document], array.concat(statement.path, ["Action"]))} if {
	some document in ["policy", "inline_policy"]
	some statement in data.seaworthy.lib.iam.statements(object.get(input.values, document, {}))
	statement.spec.Effect == "Allow"
	some action in data.seaworthy.lib.iam.items(statement.spec.Action)
	action in {"*", "*:*"}
	some resource in data.seaworthy.lib.iam.items(statement.spec.Resource)
	resource == "*"
	object.get(statement.spec, "Condition", {}) == {}
}
