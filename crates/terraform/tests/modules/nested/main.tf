variable "rules" {
  type = map(object({
    ports   = list(number)
    sources = optional(list(string), [])
    deny    = optional(bool, false)
  }))
  default = {
    web = { ports = [80, 443], sources = ["0.0.0.0/0"] }
    ssh = { ports = [22], deny = true }
  }
}

resource "demo_firewall" "main" {
  name = "main"

  dynamic "rule" {
    for_each = var.rules
    iterator = it
    content {
      name   = it.key
      action = it.value.deny ? "deny" : "allow"

      dynamic "port" {
        for_each = toset(it.value.ports)
        content {
          number = port.value
          label  = "${it.key}-${port.key}"
        }
      }

      dynamic "source" {
        for_each = length(it.value.sources) > 0 ? [it.value.sources] : []
        content {
          ranges = source.value
          index  = source.key
        }
      }
    }
  }

  rule {
    name   = "last"
    action = "deny"
  }
}

resource "demo_reader" "ports" {
  names  = demo_firewall.main.rule[*].name
  first  = demo_firewall.main.rule[0].action
  number = length(demo_firewall.main.rule)
  unset  = try(demo_firewall.main.rule[0].nothing, "unset")
}
