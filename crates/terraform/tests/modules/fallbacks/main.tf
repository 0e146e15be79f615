variable "settings" {
  type    = any
  default = { region = "eu", limits = { cpu = 2 }, list = ["a"] }
}

resource "demo_server" "main" {
  image     = "base"
  region    = try(var.settings.region, "us")
  zone      = try(var.settings.zone, "${var.settings.region}-1")
  cpu       = lookup(var.settings.limits, "cpu", 1)
  memory    = lookup(var.settings.limits, "memory", 512)
  first     = try(var.settings.list[0], "none")
  second    = try(var.settings.list[1], "none")
  element   = element(["a", "b", "c"], 7)
  coalesced = coalesce(null, "", "third")
  lists     = coalescelist([], ["x"])
  chosen    = var.settings.region == "eu" && length(var.settings.list) > 0 ? { gdpr = true } : { gdpr = false }
  can       = can(regex("^e", var.settings.region)) && !can(var.settings.limits.memory)
  upper     = { for key, value in var.settings.limits : upper(key) => value * 2 }
  grouped   = { for word in ["apple", "avocado", "bean"] : substr(word, 0, 1) => word... }
  sliced    = slice([0, 1, 2, 3], 1, 3)
  zipped    = zipmap(["a", "b"], [1, 2])
  joined    = join(",", [for index, value in ["x", "y"] : "${index}${value}"])
  formatted = format("%05.1f|%-4s|%+d|%x|%q", 3.14159, "ab", 7, 255, "q")
  list      = formatlist("%s-%d", ["a", "b"], [1, 2])
  matched   = regex("(?P<major>\\d+)\\.(?P<minor>\\d+)", "v1.22.3")
  all       = regexall("[a-z]+", "ab 12 cd")
  string    = templatestring(local.template, { name = "x", items = [1, 2] })
}

locals {
  template = "$${name}: %%{ for item in items }<$${item}>%%{ endfor }"
}
