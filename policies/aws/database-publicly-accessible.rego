# METADATA
# title: Database has a public address
# description: >-
#   A database that resolves to a public address is one wrong security group away from everyone.
# related_resources:
# - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html#USER_VPC.Hiding
# custom:
#   severity: high
#   category: security
#   controls: [DBS-07]
#   selects: [aws_db_instance, aws_rds_cluster_instance, aws_redshift_cluster, aws_dms_replication_instance]
#   remediation: >-
#     Set `publicly_accessible = false`, and reach the database from within its network, through a VPN or Session
#     Manager.
package seaworthy.aws.database_publicly_accessible

deny contains {"message": "`publicly_accessible` is `true`", "path": ["publicly_accessible"]} if {
	input.values.publicly_accessible == true
}

# Not known before it is applied: the path tells.
deny contains {"message": "`publicly_accessible` may be `true`", "path": ["publicly_accessible"]} if {
	is_string(input.values.publicly_accessible)
}
