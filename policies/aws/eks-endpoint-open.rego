# METADATA
# title: EKS API endpoint is open to the internet
# description: >-
#   Any address on the internet can reach the API server and try stolen tokens and known vulnerabilities.
# related_resources:
# - https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
# custom:
#   severity: high
#   category: security
#   controls: [SEC-04]
#   selects: [aws_eks_cluster]
#   remediation: >-
#     Set `endpoint_private_access = true`, and either set `endpoint_public_access = false` or limit
#     `public_access_cidrs` to the addresses that need access.
package seaworthy.aws.eks_endpoint_open

deny contains {"message": message(network), "path": ["vpc_config", 0, "public_access_cidrs"]} if {
	is_array(input.values.vpc_config)
	network := input.values.vpc_config[0]
	object.get(network, "endpoint_public_access", true) == true
	cidrs := object.get(network, "public_access_cidrs", ["0.0.0.0/0"])
	is_array(cidrs)
	is_open(cidrs)
}

is_open(cidrs) if count(cidrs) == 0

is_open(cidrs) if {
	some cidr in cidrs
	cidr in {"0.0.0.0/0", "::/0"}
}

message(network) := "`public_access_cidrs` allows any address" if {
	is_array(object.get(network, "public_access_cidrs", null))
}

message(network) := "`public_access_cidrs` is not set and defaults to `0.0.0.0/0`" if {
	not is_array(object.get(network, "public_access_cidrs", null))
}
