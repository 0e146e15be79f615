variable "name" {}

resource "demo_inner" "this" {
  name = "inner of ${var.name}"
}

output "id" {
  value = demo_inner.this.id
}

output "path" {
  value = path.module
}
