variable "name" {
  type = string
}

variable "size" {
  type    = number
  default = 1
}

variable "tags" {
  type    = map(string)
  default = {}
}

locals {
  tags = merge({ service = var.name }, var.tags)
}

resource "demo_task" "this" {
  count = var.size
  name  = "${var.name}-${count.index}"
  tags  = local.tags
  path  = path.module
}

module "inner" {
  source = "./inner"
  name   = var.name
}

output "names" {
  value = demo_task.this[*].name
}

output "tags" {
  value = local.tags
}

output "id" {
  value = module.inner.id
}

output "path" {
  value = module.inner.path
}
