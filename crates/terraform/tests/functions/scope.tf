# Where unknown values come from: `terraform_data.u.id` is known after apply.
resource "terraform_data" "u" {}
