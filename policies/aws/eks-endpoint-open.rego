# METADATA
# title: Kubernetes API is open to the internet
# description: >-
#   Everyone can try tokens and known weaknesses against an API server that answers the whole world.
# related_resources:
# - https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
# custom:
#   severity: high
#   category: security
#   controls: [SEC-04]
#   selects: [aws_eks_cluster]
#   remediation: >-
#     Set `endpoint_private_access = true`, and either `endpoint_public_access = false` or `public_access_cidrs` to the
#     addresses that need it.
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

message(network) := "the API server answers every address, as `public_access_cidrs` holds `0.0.0.0/0`" if {
	is_array(object.get(network, "public_access_cidrs", null))
}

message(network) := "the API server answers every address, as `public_access_cidrs` is not set" if {
	not is_array(object.get(network, "public_access_cidrs", null))
}
