resource "a" "open" {
  x = {
    y = 1

  z = 1
}

resource "a" "whole" {
  x = 1
}

variable "open_quote" {
  default = "${upper("a)}"
}

output "whole" {
  value = 1
}

locals {
  text = <<EOT
  no end
}

output "also_whole" {
  value = <<END
}
output "not this one" {
END
}

data "a" "open_comment" { /* no end
}

locals {
  whole = 1
}
