variable "region" {
  type = string
}

variable "replicas" {
  type = number
}

module "inner" {
  source = "./inner"
  count  = var.replicas
  name   = "inner-${count.index}"
  tags   = { region = var.region, last = count.index == var.replicas - 1 }
}

output "endpoints" {
  value = { for inner in module.inner : inner.name => "https://${inner.name}.${var.region}.example.com" }
}

output "ids" {
  value = module.inner[*].id
}
