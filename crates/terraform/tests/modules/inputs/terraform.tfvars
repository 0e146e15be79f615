from_tfvars = "tfvars"
from_both   = [1]
