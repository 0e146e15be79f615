variable "name" {}

variable "tags" {
  type = map(string)
}

resource "demo_instance" "this" {
  name = var.name
  tags = var.tags
}

output "id" {
  value = demo_instance.this.id
}

output "name" {
  value = demo_instance.this.name
}
