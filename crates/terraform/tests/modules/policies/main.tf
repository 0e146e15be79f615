variable "readers" {
  type    = list(string)
  default = ["arn:demo:a", "arn:demo:b"]
}

resource "demo_bucket" "main" {
  name = "data"
}

locals {
  statements = [
    for index, reader in var.readers : {
      Sid       = "Read${index}"
      Effect    = "Allow"
      Principal = { AWS = reader }
      Action    = ["s3:Get*", "s3:List*"]
      Resource  = ["arn:aws:s3:::data", "arn:aws:s3:::data/*"]
      Condition = index == 0 ? null : { Bool = { "aws:SecureTransport" = "true" } }
    }
  ]
}

resource "demo_policy" "known" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [for statement in local.statements : { for key, value in statement : key => value if value != null }]
  })
}

resource "demo_policy" "partly" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "*", Resource = demo_bucket.main.arn }]
  })
  name = "policy-${demo_bucket.main.name}-${length(local.statements)}"
}

resource "demo_policy" "heredoc" {
  policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
    %{for index, reader in var.readers~}
        {"Effect": "Allow", "Principal": {"AWS": "${reader}"}, "Action": "s3:*", "Resource": "*"}${index < length(var.readers) - 1 ? "," : ""}
    %{endfor~}
      ]
    }
  JSON
}

resource "demo_policy" "yaml" {
  policy = yamlencode({ rules = local.statements, "quoted key" = "yes: no", list = [], map = {} })
}
