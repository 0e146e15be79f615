variable "zones" {
  default = ["a", "b", "c"]
}

locals {
  by_name = { for i, zone in var.zones : "zone-${zone}" => i }
}

resource "demo_network" "main" {
  name = "main"
}

resource "demo_subnet" "counted" {
  count   = length(var.zones)
  network = demo_network.main.name
  zone    = var.zones[count.index]
  label   = format("%02d", count.index + 1)
}

resource "demo_subnet" "mapped" {
  for_each = local.by_name
  zone     = each.key
  order    = each.value
}

resource "demo_subnet" "of_set" {
  for_each = toset([for zone in var.zones : upper(zone) if zone != "b"])
  zone     = each.value
}

resource "demo_subnet" "none" {
  count = 0
  zone  = "x"
}

resource "demo_list" "all" {
  zones   = demo_subnet.counted[*].zone
  orders  = [for subnet in demo_subnet.mapped : subnet.order]
  keys    = keys(demo_subnet.of_set)
  nothing = length(demo_subnet.none)
  last    = demo_subnet.counted[length(demo_subnet.counted) - 1].zone
  ids     = demo_subnet.counted[*].id
}

output "mapped" {
  value = { for key, subnet in demo_subnet.mapped : key => subnet.zone }
}
