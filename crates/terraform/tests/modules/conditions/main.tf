variable "enabled" {
  type    = bool
  default = false
}

variable "name" {
  type    = string
  default = null
}

resource "demo_maybe" "main" {
  count = var.enabled ? 1 : 0
  name  = "maybe"
}

resource "demo_always" "main" {
  other   = try(demo_maybe.main[0].name, "nothing")
  another = one(demo_maybe.main[*].name)
  name    = var.name != null ? var.name : "default"
  list    = concat(["a"], var.enabled ? ["b"] : [])
  object  = var.enabled ? { a = 1 } : null
  mixed   = var.enabled ? "5" : 6
  unsure  = demo_other.main.id == "x" ? [1] : [1, 2]

  lifecycle {
    ignore_changes = [name]
  }

  depends_on = [demo_other.main]
}

resource "demo_other" "main" {
  name = coalescelist([], ["x"])[0]
}

resource "demo_unsure" "main" {
  dynamic "part" {
    for_each = toset([demo_other.main.name])
    content {
      name = part.key
    }
  }
}
