variable "password" {
  type      = string
  default   = "not-a-real-password"
  sensitive = true
}

variable "users" {
  type    = map(object({ name = string, token = optional(string) }))
  default = { a = { name = "anna", token = "t-1" }, b = { name = "bert" } }
}

locals {
  url    = "postgres://app:${var.password}@db/app"
  tokens = { for key, user in var.users : key => sensitive(user.token) if user.token != null }
}

resource "demo_database" "main" {
  password = var.password
  url      = local.url
  length   = length(var.password)
  shown    = nonsensitive(upper(var.password)) == "X"
  is       = issensitive(local.url)
  tokens   = local.tokens
  names    = [for user in var.users : user.name]
  nested   = { plain = 1, secret = var.password }
  hash     = sha256(var.password)
  choice   = var.password == "" ? "empty" : "set"
}

output "url" {
  value     = local.url
  sensitive = true
}
