# METADATA
# title: AWS
# related_resources:
# - https://docs.example/aws
package main

deny_open_ssh contains msg if {
	some name
	some group in input.resource.aws_security_group[name]
	some ingress in group.ingress
	ingress.from_port <= 22
	ingress.to_port >= 22
	"0.0.0.0/0" in ingress.cidr_blocks
	msg := sprintf("security group `%s` lets the world in by SSH", [name])
}

deny_tags contains msg if {
	some type, name
	startswith(type, "aws_")
	some resource in input.resource[type][name]
	not resource.tags.Owner
	msg := sprintf("%s.%s has no tag Owner", [type, name])
}

deny_encryption contains msg if {
	some name
	some volume in input.resource.aws_ebs_volume[name]
	object.get(volume, "encrypted", false) != true
	msg := sprintf("volume `%s` is not encrypted", [name])
}

deny_http contains msg if {
	some name
	some listener in input.resource.aws_lb_listener[name]
	listener.protocol == "HTTP"
	msg := sprintf("listener `%s` uses HTTP rather than HTTPS", [name])
}

deny_public_database contains msg if {
	some name
	some database in input.resource.aws_db_instance[name]
	database.publicly_accessible
	msg := sprintf("database %s is open", [name])
}

warn_module_version contains msg if {
	some name
	some module in input.module[name]
	not contains(module.source, "?ref=")
	msg := sprintf("module `%s` has no version", [name])
}
