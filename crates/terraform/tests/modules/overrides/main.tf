variable "size" {
  type    = number
  default = 1
}

locals {
  kept    = "kept"
  changed = "before"
}

resource "demo_disk" "main" {
  name = "disk"
  size = var.size
  note = "${local.kept} ${local.changed}"

  mount {
    path = "/a"
  }

  mount {
    path = "/b"
  }
}
