package main

deny[msg] {
  service := input.services[name]
  service.privileged
  msg := sprintf("service %v must not be privileged", [name])
}
