text       = "from terraform.tfvars"
overridden = "by terraform.tfvars"
