module "single" {
  source = "./service"
  name   = "single"
}

module "several" {
  source   = "./service"
  for_each = { api = 2, worker = 0 }
  name     = each.key
  size     = each.value
  tags     = { owner = "team-${each.key}" }
}

module "counted" {
  source = "./service"
  count  = 2
  name   = "counted-${count.index}"
  tags   = module.single.tags
}

resource "demo_use" "outputs" {
  single  = module.single.names
  several = [for service in module.several : service.names]
  counted = module.counted[*].names
  id      = module.single.id
  path    = [path.module, path.root, terraform.workspace]
}

output "inner" {
  value = module.counted[1].path
}
