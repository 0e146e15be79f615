variable "password" {
  type      = string
  sensitive = true
}
variable "names" {
  type = set(string)
}
locals {
  prefix = "acme"
}
resource "aws_s3_bucket" "logs" {
  for_each = var.names
  bucket   = "${local.prefix}-${each.key}"
}
resource "aws_s3_bucket_public_access_block" "logs" {
  for_each                = aws_s3_bucket.logs
  bucket                  = each.value.id
  block_public_acls       = true
  block_public_policy     = false
  ignore_public_acls      = true
  restrict_public_buckets = true
}
resource "aws_db_instance" "main" {
  identifier          = "main"
  password            = var.password
  publicly_accessible = true
  storage_encrypted   = false
}
resource "aws_security_group" "open" {
  dynamic "ingress" {
    for_each = [22, 443]
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
}
module "queue" {
  source = "./queue"
  kms    = aws_kms_key.k.arn
}
resource "aws_kms_key" "k" {
  enable_key_rotation = true
}
output "pw" {
  value     = var.password
  sensitive = true
}
