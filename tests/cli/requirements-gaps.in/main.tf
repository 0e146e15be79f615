module "cache" {
  source  = "terraform-aws-modules/elasticache/aws"
  version = "1.6.0"
}

resource "aws_db_instance" "orders" {
  identifier = "orders"
  tags       = { "seaworthy.dev/read-ratio" = "0.5" }
}
