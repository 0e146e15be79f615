variable "enabled" {
  default = true
}

variable "environments" {
  type    = set(string)
  default = ["prod", "stage"]
}

resource "demo_cluster" "main" {
  count = var.enabled ? 1 : 0
  name  = "main"
}

resource "demo_cluster" "off" {
  count = var.enabled ? 0 : 1
  name  = "off"
}

resource "demo_pool" "per_environment" {
  for_each = var.enabled ? var.environments : []
  name     = each.value
  cluster  = demo_cluster.main[0].id
  sibling  = one(demo_cluster.main[*].name)
  off      = one(demo_cluster.off[*].name)
  others   = [for environment in var.environments : environment if environment != each.key]
}

resource "demo_pool" "numbered" {
  count = length(var.environments) * 2
  name  = format("pool-%02d", count.index)
  even  = count.index % 2 == 0
  peers = count.index == 0 ? [] : [count.index - 1]
}

resource "demo_pool" "chained" {
  for_each = demo_pool.per_environment
  name     = "${each.value.name}-standby"
  primary  = each.value.id
}

resource "demo_grant" "pairs" {
  for_each = { for pair in setproduct(var.environments, ["read", "write"]) : join(":", pair) => pair }
  target   = demo_pool.per_environment[each.value[0]].name
  mode     = each.value[1]
}

output "pools" {
  value = concat([for pool in demo_pool.numbered : pool.name], keys(demo_pool.per_environment))
}
