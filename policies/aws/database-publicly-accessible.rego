# METADATA
# title: Database is publicly accessible
# description: >-
#   The database endpoint resolves to a public IP address, so a single misconfigured security group exposes it to the
#   internet.
# related_resources:
# - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html#USER_VPC.Hiding
# custom:
#   severity: high
#   category: security
#   controls: [DBS-07]
#   selects: [aws_db_instance, aws_rds_cluster_instance, aws_redshift_cluster, aws_dms_replication_instance]
#   remediation: >-
#     Set `publicly_accessible = false`, and connect from within the VPC, through a VPN or with Session Manager.
package seaworthy.aws.database_publicly_accessible

deny contains {"message": "`publicly_accessible` is `true`", "path": ["publicly_accessible"]} if {
	input.values.publicly_accessible == true
}

# Unknown before deployment: its path makes the finding undetermined.
deny contains {"message": "`publicly_accessible` may be `true`", "path": ["publicly_accessible"]} if {
	is_string(input.values.publicly_accessible)
}
