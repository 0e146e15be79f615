variable "rules" {
  type = list(object({
    port    = number
    from    = optional(list(string), ["10.0.0.0/8"])
    comment = optional(string)
    log     = optional(object({ level = optional(string, "info"), sample = optional(number) }), {})
  }))
  default = [
    { port = 443 },
    { port = 22, from = ["192.0.2.0/24"], comment = "office", log = { level = "debug" } },
  ]
}

resource "demo_firewall" "main" {
  name = "main"

  rule {
    port = 1
    from = []
  }

  dynamic "rule" {
    for_each = var.rules
    content {
      port    = rule.value.port
      from    = rule.value.from
      comment = coalesce(rule.value.comment, "rule ${rule.key}")

      dynamic "log" {
        for_each = rule.value.log.level == "debug" ? [rule.value.log] : []
        iterator = it
        content {
          level  = upper(it.value.level)
          sample = it.value.sample
        }
      }
    }
  }

  dynamic "empty" {
    for_each = []
    content {
      x = 1
    }
  }
}

resource "demo_reader" "main" {
  ports          = demo_firewall.main.rule[*].port
  count_of_rules = length(demo_firewall.main.rule)
}
