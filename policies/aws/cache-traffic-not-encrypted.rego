# METADATA
# title: ElastiCache traffic is not encrypted in transit
# description: >-
#   Sessions, prompts and other cached data cross the network in plaintext. Password authentication (`AUTH`) also
#   requires encryption in transit.
# related_resources:
# - https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html
# custom:
#   severity: medium
#   category: security
#   controls: [CCH-06, SEC-13]
#   selects: [aws_elasticache_replication_group]
#   remediation: >-
#     Set `transit_encryption_enabled = true`, and require a password with `auth_token` or users with `user_group_ids`.
package seaworthy.aws.cache_traffic_not_encrypted

deny contains {"message": message, "path": ["transit_encryption_enabled"]} if {
	object.get(input.values, "transit_encryption_enabled", false) != true
	object.get(input.values, "global_replication_group_id", null) == null
	not is_on_by_default
}

# The default for Valkey.
is_on_by_default if {
	object.get(input.values, "engine", "redis") == "valkey"
	object.get(input.values, "transit_encryption_enabled", null) == null
}

message := "`transit_encryption_enabled` is `false`" if object.get(input.values, "transit_encryption_enabled", null) != null

message := "`transit_encryption_enabled` is not set and defaults to `false`" if object.get(input.values, "transit_encryption_enabled", null) == null
