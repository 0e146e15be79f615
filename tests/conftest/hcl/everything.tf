terraform {
  required_version = ">= 1.0"
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.0" }
  }
}
locals {
  n = 1.50
  big = 12345678901234567890
  e = 1e3
  neg = -1
  notx = !true
  b = true
  nul = null
  list = [1, "a", var.x, [true]]
  obj = { a = 1, "b c" = "x", (var.k) = 2, "${var.q}-x" = 3, d : 4, 5 = 6 }
  tpl = "pre-${var.x}-post"
  only = "${var.x}"
  only2 = var.x
  esc = "a$${b}%%{c}\n\"q\""
  call = merge(var.a, { b = 1 })
  cond = var.a == 1 ? "x" : "y"
  forx = [for s in var.list : upper(s)]
  idx = var.list[0]
  splat = aws_x.y[*].id
  par = (1 + 2)
  hd = <<-EOT
    hello
      ${var.x}
    world
  EOT
  hd2 = <<EOT
plain
  text
EOT
  dirs = "a %{ if var.x }yes%{ else }no%{ endif } b"
  strnum = "5"
  arith = 1 + 2
  negv = -var.x
}
resource "aws_security_group" "web" {
  ingress {
    from_port = 22
    cidr_blocks = ["0.0.0.0/0"]
  }
  ingress {
    from_port = 80
  }
  egress {}
  dynamic "setting" {
    for_each = var.s
    content {
      name = setting.value["name"]
    }
  }
  lifecycle { ignore_changes = [tags, all] }
  tags = {
    Name = "x"
  }
}
resource "aws_security_group" "db" {}
resource "aws_s3_bucket" "b" { bucket = "x" }
variable "x" {
  type = string
  default = "a"
}
variable "y" { type = list(object({ a = string, b = optional(number, 1) })) }
provider "aws" { region = "eu" }
provider "aws" { 
  alias = "b"
}
output "o" { value = aws_s3_bucket.b.id }
module "m" {
 source = "./m"
 providers = { aws = aws.b }
}
moved {
  from = a.b
  to = a.c
}
x "a" "b" "c" { y = 1 }
