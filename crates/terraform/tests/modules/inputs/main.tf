variable "from_default" {
  default = "default"
}

variable "from_tfvars" {
  default = "default"
}

variable "from_auto" {
  type    = object({ name = string, count = optional(number, 2) })
  default = { name = "default" }
}

variable "from_both" {
  type = list(number)
}

resource "demo_inputs" "main" {
  default = var.from_default
  tfvars  = var.from_tfvars
  auto    = var.from_auto
  both    = var.from_both
}
