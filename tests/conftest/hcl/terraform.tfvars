region = "eu-west-1"
sizes  = [1, 2.5, -3]
tags   = { Owner = "shop", "cost center" = 7 }
