module "outer" {
  source   = "./outer"
  for_each = { eu = 2, us = 1 }
  region   = each.key
  replicas = each.value
}

locals {
  endpoints = merge([for region, outer in module.outer : { for name, it in outer.endpoints : "${region}/${name}" => it }]...)
}

resource "demo_record" "endpoint" {
  for_each = local.endpoints
  name     = each.key
  value    = each.value
}

resource "demo_summary" "all" {
  names   = sort(keys(local.endpoints))
  ids     = flatten([for outer in module.outer : keys(outer.endpoints)])
  first   = one(module.outer["us"].ids)
  nothing = one([])
  has_eu  = can(module.outer["eu"].endpoints["inner-1"])
  has_ap  = can(local.endpoints["ap/inner-0"])
}
