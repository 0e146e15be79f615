# METADATA
# title: EKS audit logging is disabled
# description: >-
#   Without audit logs, an investigation cannot determine which identity read a Secret or changed a role.
# related_resources:
# - https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-11, OBS-07]
#   selects: [aws_eks_cluster]
#   remediation: >-
#     Set `enabled_cluster_log_types` to at least `["api", "audit", "authenticator"]`.
package seaworthy.aws.eks_audit_log_missing

deny contains {"message": "`enabled_cluster_log_types` does not include `audit`", "path": ["enabled_cluster_log_types"]} if {
	types := object.get(input.values, "enabled_cluster_log_types", [])
	is_array(types)
	not "audit" in types
}

# Unknown before deployment: its path makes the finding undetermined.
deny contains {"message": "`enabled_cluster_log_types` does not include `audit`", "path": ["enabled_cluster_log_types"]} if {
	is_string(object.get(input.values, "enabled_cluster_log_types", []))
}
