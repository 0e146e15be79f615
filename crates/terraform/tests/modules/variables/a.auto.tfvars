from_file  = "from a.auto.tfvars"
overridden = "by a.auto.tfvars"
