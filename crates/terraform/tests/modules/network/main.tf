variable "network" {
  type = object({
    cidr    = string
    zones   = optional(list(string), ["a", "b", "c"])
    private = optional(object({ bits = optional(number, 4), offset = optional(number, 8) }), {})
    tags    = optional(map(string))
  })
  default = { cidr = "10.20.0.0/16" }
}

locals {
  subnets = cidrsubnets(var.network.cidr, 4, 4, 8, 8)
  private = {
    for index, zone in var.network.zones : zone => cidrsubnet(var.network.cidr, var.network.private.bits, index + var.network.private.offset)
  }
  routes = flatten([
    for zone, cidr in local.private : [
      for target in ["nat", "peer"] : { key = "${zone}-${target}", cidr = cidr, target = target }
    ]
  ])
}

resource "demo_network" "main" {
  cidr_block = var.network.cidr
  tags       = merge({ Name = "main", Size = 2 }, var.network.tags)
}

resource "demo_subnet" "private" {
  for_each   = local.private
  network_id = demo_network.main.id
  cidr_block = each.value
  zone       = "eu-west-1${each.key}"
  first_host = cidrhost(each.value, 1)
  netmask    = cidrnetmask(each.value)
}

resource "demo_route" "private" {
  for_each  = { for route in local.routes : route.key => route if route.target != "peer" || route.cidr != local.private["b"] }
  subnet_id = demo_subnet.private[split("-", each.key)[0]].id
  cidr      = each.value.cidr
  target    = each.value.target
}

resource "demo_acl" "all" {
  subnet_ids = values(demo_subnet.private)[*].id
  cidrs      = [for subnet in demo_subnet.private : subnet.cidr_block]
  zones      = toset([for subnet in demo_subnet.private : subnet.zone])
  largest    = local.subnets[0]
  count_all  = length(demo_subnet.private)
}

output "private" {
  value = { for zone, subnet in demo_subnet.private : zone => { cidr = subnet.cidr_block, id = subnet.id } }
}
