# METADATA
# title: Security group exposes an administrative or data port to the internet
# description: >-
#   Scanners find an open port within minutes. Remote shells, databases and brokers are not designed to face the
#   internet.
# related_resources:
# - https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
# - https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-rules-reference.html
# custom:
#   severity: high
#   category: security
#   controls: [SEC-01]
#   selects: [aws_security_group, aws_security_group_rule, aws_vpc_security_group_ingress_rule]
#   remediation: >-
#     Allow the port only from the security group of its clients, or from office or VPN addresses. For shell access, use
#     Session Manager, which needs no open port.
package seaworthy.aws.security_group_open_to_world

# Services by their well-known ports that should only be reachable from inside.
services := {
	20: "FTP", 21: "FTP", 22: "SSH", 23: "Telnet", 135: "RPC", 445: "SMB", 1433: "SQL Server", 1521: "Oracle", 2049: "NFS",
	2375: "Docker", 2379: "etcd", 3306: "MySQL", 3389: "RDP", 5432: "PostgreSQL", 5439: "Redshift", 5601: "Kibana",
	5900: "VNC", 5985: "WinRM", 6379: "Redis", 6443: "the Kubernetes API", 7000: "Cassandra", 8265: "the Ray dashboard",
	9042: "Cassandra", 9092: "Kafka", 9200: "OpenSearch", 9300: "OpenSearch", 10250: "the kubelet", 11211: "Memcached",
	27017: "MongoDB",
}

everyone := {"0.0.0.0/0", "::/0"}

deny contains {"message": message(rule, source), "path": array.concat(["ingress", i], source.path)} if {
	input.resource.type == "aws_security_group"
	is_array(input.values.ingress)
	some i, rule in input.values.ingress
	is_object(rule)
	some source in sources(rule)
	is_risky(rule)
}

deny contains {"message": message(input.values, source), "path": source.path, "related": groups} if {
	input.resource.type == "aws_security_group_rule"
	input.values.type == "ingress"
	some source in sources(input.values)
	is_risky(input.values)
}

deny contains {"message": message(rule, source), "path": source.path, "related": groups} if {
	input.resource.type == "aws_vpc_security_group_ingress_rule"
	rule := object.union(input.values, {"protocol": object.get(input.values, "ip_protocol", "")})
	some source in sources(input.values)
	is_risky(rule)
}

groups := [{"address": other.address, "path": [], "message": "the security group"} |
	some other in input.related.references
	other.type == "aws_security_group"
]

sources(rule) := array.concat(
	[{"path": [key, i], "block": block} |
		some key in ["cidr_blocks", "ipv6_cidr_blocks"]
		is_array(object.get(rule, key, null))
		some i, block in rule[key]
		block in everyone
	],
	[{"path": [key], "block": rule[key]} |
		some key in ["cidr_ipv4", "cidr_ipv6"]
		object.get(rule, key, "") in everyone
	],
)

is_any(rule) if sprintf("%v", [object.get(rule, "protocol", "")]) in {"-1", "all"}

is_risky(rule) if is_any(rule)

is_risky(rule) if count(open(rule)) > 0

# The services in the port range; only TCP and UDP have ports.
open(rule) := {name |
	lower(sprintf("%v", [object.get(rule, "protocol", "")])) in {"tcp", "udp", "6", "17"}
	is_number(rule.from_port)
	is_number(rule.to_port)
	some port, name in services
	port >= rule.from_port
	port <= rule.to_port
}

message(rule, source) := sprintf("all traffic is allowed from `%s`", [source.block]) if is_any(rule)

message(rule, source) := sprintf("port %d (%s) is open to `%s`", [rule.from_port, concat(", ", sort(open(rule))), source.block]) if {
	not is_any(rule)
	rule.from_port == rule.to_port
}

message(rule, source) := sprintf(
	"ports %d to %d (%s) are open to `%s`",
	[rule.from_port, rule.to_port, some_of(sort(open(rule))), source.block],
) if {
	not is_any(rule)
	rule.from_port != rule.to_port
}

some_of(names) := concat(", ", names) if count(names) < 4

some_of(names) := sprintf("%s and %d more", [concat(", ", array.slice(names, 0, 3)), count(names) - 3]) if count(names) > 3
