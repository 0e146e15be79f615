variable "password" {
  type      = string
  sensitive = true
  default   = "hunter2"
}

resource "demo_account" "main" {
  user     = "ada"
  password = var.password
  url      = "db://ada:${var.password}@host"
  open     = nonsensitive(length(var.password))
  list     = [var.password, "plain"]
}

output "user" {
  value = demo_account.main.user
}
