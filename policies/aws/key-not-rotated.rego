# METADATA
# title: KMS key rotation is disabled
# description: >-
#   The longer a key is in use, the more data is exposed if it is compromised. With rotation, KMS creates new key
#   material and keeps the old for existing ciphertexts.
# related_resources:
# - https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-14]
#   selects: [aws_kms_key]
#   remediation: >-
#     Set `enable_key_rotation = true`.
package seaworthy.aws.key_not_rotated

deny contains {"message": message, "path": ["enable_key_rotation"]} if {
	object.get(input.values, "enable_key_rotation", false) != true

	# KMS only rotates symmetric encryption keys.
	object.get(input.values, "key_usage", "ENCRYPT_DECRYPT") == "ENCRYPT_DECRYPT"
	object.get(input.values, "customer_master_key_spec", "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT"
	object.get(input.values, "key_spec", "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT"
	object.get(input.values, "custom_key_store_id", null) == null
}

message := "`enable_key_rotation` is `false`" if object.get(input.values, "enable_key_rotation", null) != null

message := "`enable_key_rotation` is not set and defaults to `false`" if object.get(input.values, "enable_key_rotation", null) == null
