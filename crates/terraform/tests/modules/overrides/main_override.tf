variable "size" {
  default = 7
}

locals {
  changed = "after"
}

resource "demo_disk" "main" {
  name = "overridden"

  mount {
    path = "/c"
  }
}
