locals {
  users = [
    { name = "ada", roles = ["admin", "dev"], age = 36 },
    { name = "bob", roles = ["dev"], age = 27 },
    { name = "cyd", roles = [], age = 44 },
  ]
  nested = { eu = { a = 1, b = 2 }, us = { a = 3 } }
}

resource "demo_use" "main" {
  grouped    = { for user in local.users : length(user.roles) > 0 ? "some" : "none" => user.name... }
  roles      = distinct(flatten(local.users[*].roles))
  pairs      = [for pair in setproduct(["x", "y"], [1, 2]) : "${pair[0]}${pair[1]}"]
  flat       = merge([for region, zones in local.nested : { for zone, n in zones : "${region}-${zone}" => n }]...)
  oldest     = [for user in local.users : user.name if user.age == max(local.users[*].age...)][0]
  negative   = -local.nested.eu.b + 10 % 4 * 2
  logic      = !(1 > 2 || false) && 3 != 4
  equal      = [1 == 1.0, "1" == 1, [1] == tolist([1]), { a = 1 } == { a = 1 }, null == null]
  index      = local.nested["eu"]["b"]
  legacy     = local.users.*.name
  splat      = local.nested.eu[*].a
  none       = null
  splat_null = null[*]
  chunk      = chunklist(range(5), 2)
  zip        = zipmap(["a", "b"], [1, 2])
  cidr       = [cidrsubnet("10.0.0.0/16", 8, 3), cidrhost("10.0.0.0/24", -2)]
  number     = [1e3, 0.1 + 0.2, 10 / 4, floor(-1.5), 9007199254740993]
  sorted     = sort(["b", "a", "10", "9"])
  type       = [tostring(5), tonumber("5"), tobool("true"), try(tonumber("x"), "no")]
}
