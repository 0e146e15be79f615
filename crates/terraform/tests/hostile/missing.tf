variable "wrong" {
  type    = number
  default = "no number"
}

variable "unset" {
  type = string
}

module "gone" {
  source = "./nowhere"
}

module "registry" {
  source  = "example/queue/aws"
  version = "1.0.0"
}

locals {
  file    = file("${path.module}/nowhere.txt")
  outside = file("/etc/hostname")
  above   = file("../../../../../../../../../../../../etc/hostname")
}

resource "aws_sqs_queue" "judged" {
  name       = "plain"
  policy     = local.file
  kms        = local.outside
  above      = local.above
  undeclared = var.nowhere + local.nowhere
  output     = module.gone.name
  number     = var.wrong
  text       = var.unset
  function   = nowhere(1)
  attribute  = "text".nowhere
  sum        = "text" + {}
  index      = [1, 2][7]
}
