variable "region" { # finding
  type = string
}

variable "acl" {
  description = "Who may read."
}

variable "zone" {
  description = "Where."
}

resource "google_container_cluster" "main" { # finding
  name = "main"
}

resource "aws_s3_bucket" "public" {
  acl = "public-read" # finding
}

resource "aws_s3_bucket" "other" {
  acl = var.acl
}

resource "azurerm_network_security_rule" "all" {
  source_address_prefix = "*" # finding
  access                = "Allow"
}
