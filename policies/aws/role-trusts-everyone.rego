# METADATA
# title: IAM role can be assumed by any AWS account
# description: >-
#   The principal `*` matches all principals in all AWS accounts, not only those in this account.
# related_resources:
# - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous
# custom:
#   severity: critical
#   category: security
#   controls: [SEC-09, SEC-10]
#   frameworks: {nist-800-53-r5: [AC-3, AC-6]}
#   selects: [aws_iam_role]
#   remediation: >-
#     Set `Principal` to the account, role or service that assumes the role. To allow an organization, add a condition
#     on `aws:PrincipalOrgID`.
package seaworthy.aws.role_trusts_everyone

deny contains {"message": "the trust policy allows the principal `*`", "path": array.concat(["assume_role_policy"], array.concat(statement.path, ["Principal"]))} if {
	some statement in data.seaworthy.lib.iam.statements(object.get(input.values, "assume_role_policy", {}))
	statement.spec.Effect == "Allow"
	is_everyone(statement.spec.Principal)
	object.get(statement.spec, "Condition", {}) == {}
}

is_everyone(principal) if principal == "*"

is_everyone(principal) if {
	is_object(principal)
	some item in data.seaworthy.lib.iam.items(object.get(principal, "AWS", []))
	item == "*"
}
