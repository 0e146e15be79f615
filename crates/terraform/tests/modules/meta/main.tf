terraform {
  required_version = ">= 1.5"
}

provider "demo" {
  region = "eu"
}

provider "demo" {
  alias  = "us"
  region = "us"
}

resource "demo_service" "main" {
  provider   = demo.us
  name       = "svc-${terraform.workspace}"
  depends_on = [demo_service.before]

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [name]
    precondition {
      condition     = length(terraform.workspace) > 0
      error_message = "There is always a workspace."
    }
  }

  timeouts {
    create = "10m"
  }
}

resource "demo_service" "before" {
  name = basename(path.module) == "" ? "none" : "some"

  provisioner "local-exec" {
    command = "echo ${self.name}"
  }
}

moved {
  from = demo_service.old
  to   = demo_service.main
}

check "named" {
  assert {
    condition     = demo_service.main.name != ""
    error_message = "It has a name."
  }
}

locals {
  root_is_module = path.root == path.module
}

output "root_is_module" {
  value = local.root_is_module
}
