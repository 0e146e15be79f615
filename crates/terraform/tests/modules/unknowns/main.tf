resource "demo_key" "main" {
  name = "main"
}

resource "demo_key" "each" {
  for_each = toset(["a", "b"])
  name     = each.key
}

locals {
  id     = demo_key.main.id
  merged = merge({ fixed = 1 }, { computed = local.id })
}

resource "demo_use" "main" {
  plain       = local.id
  text        = "key/${local.id}/x"
  upper       = upper(local.id)
  list        = [local.id, "b"]
  length      = length([local.id, "b"])
  join        = join(",", ["a", local.id])
  map         = { a = local.id, b = "known" }
  from_map    = { a = local.id, b = "known" }["b"]
  merged      = local.merged
  fixed       = local.merged.fixed
  conditional = local.id == "x" ? "a" : "b"
  same        = local.id == "x" ? "a" : "a"
  is_null     = demo_key.main.arn == null
  prefixed    = startswith("key-${local.id}", "key-")
  contains    = contains(["a", local.id], "a")
  split       = split("/", local.id)
  first       = split("/", local.id)[0]
  encoded     = jsonencode({ id = local.id })
  nested      = { list = [{ id = local.id, name = "n" }] }
  all         = values(demo_key.each)[*].id
  names       = values(demo_key.each)[*].name
  tried       = try(local.merged.missing, "fallback")
  can         = can(local.merged.missing)
  coalesced   = coalesce("a", local.id)
  either      = coalesce(local.id, "a")
  sum         = sum([1, length(local.id)])
  sorted      = sort(["b", local.id])
  set         = length(toset(["a", local.id]))
  lookup      = lookup({ a = 1 }, "b", 2)
  format      = format("%s-%s", "a", local.id)
}
