package main

deny_open_ssh[msg] {
  sg := input.resource.aws_security_group[name]
  ingress := sg[_].ingress[_]
  ingress.from_port <= 22
  ingress.cidr_blocks[_] == "0.0.0.0/0"
  msg := sprintf("security group %v is open to the world", [name])
}

exception[rules] {
  input.kind == "Deployment"
  input.metadata.name == "excepted"
  rules := ["latest"]
}

deny_bad[msg] {
  x := parse_config("hcl2", input)
  msg := "x"
}
