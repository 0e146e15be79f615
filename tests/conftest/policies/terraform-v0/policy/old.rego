package main

blacklist = ["google_iam", "google_container"]

deny[msg] {
	check_resources(input.resource, blacklist)
	banned := concat(", ", blacklist)
	msg = sprintf("Terraform uses a resource of these: %s", [banned])
}

check_resources(resources, disallowed_prefixes) {
	resources[type]
	startswith(type, disallowed_prefixes[_])
}

deny[msg] {
	bucket := input.resource.aws_s3_bucket[name][_]
	bucket.acl == "public-read"
	msg = sprintf("bucket %q is public", [name])
}

deny[msg] {
	rule := input.resource.azurerm_network_security_rule[name][_]
	rule.source_address_prefix == "*"
	rule.access == "Allow"
	msg = sprintf("rule %v has a source_address_prefix of *", [name])
}

deny[msg] {
	proto := input.variable[name][_]
	not proto.description
	msg = sprintf("variable %v is not described", [name])
}
