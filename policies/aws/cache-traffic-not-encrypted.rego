# METADATA
# title: Cache speaks without TLS
# description: >-
#   Sessions, prompts and features pass the network as they are, and everybody within it can connect.
# related_resources:
# - https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html
# custom:
#   severity: medium
#   category: security
#   controls: [CCH-06, SEC-13]
#   selects: [aws_elasticache_replication_group]
#   remediation: >-
#     Set `transit_encryption_enabled = true`, and ask for a password with `auth_token` or for users with
#     `user_group_ids`.
package seaworthy.aws.cache_traffic_not_encrypted

deny contains {"message": message, "path": ["transit_encryption_enabled"]} if {
	object.get(input.values, "transit_encryption_enabled", false) != true
	object.get(input.values, "global_replication_group_id", null) == null
	not is_on_by_default
}

# Valkey encrypts unless it is told not to.
is_on_by_default if {
	object.get(input.values, "engine", "redis") == "valkey"
	object.get(input.values, "transit_encryption_enabled", null) == null
}

message := "`transit_encryption_enabled` is `false`" if object.get(input.values, "transit_encryption_enabled", null) != null

message := "`transit_encryption_enabled` is not set, which means `false`" if object.get(input.values, "transit_encryption_enabled", null) == null
