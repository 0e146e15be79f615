locals {
  team = "inference"
}

variable "buckets" {
  type    = map(object({ versions = bool }))
  default = {}
}

variable "token" {
  type      = string
  sensitive = true
  default   = "not-for-your-eyes"
}

module "bucket" {
  source   = "../modules/bucket"
  for_each = var.buckets

  name     = "${local.team}-${each.key}"
  versions = each.value.versions
  token    = var.token
}

resource "aws_sqs_queue" "jobs" {
  name                       = "${local.team}-jobs"
  visibility_timeout_seconds = var.visiblity
}
