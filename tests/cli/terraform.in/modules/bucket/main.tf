variable "name" {
  type = string
}

variable "versions" {
  type = bool
}

variable "token" {
  type      = string
  sensitive = true
}

resource "aws_s3_bucket" "this" {
  bucket = var.name
  tags   = { token = var.token }
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id

  versioning_configuration {
    status = var.versions ? "Enabled" : "Suspended"
  }
}

data "aws_kms_key" "shared" {
  key_id = "alias/shared"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = data.aws_kms_key.shared.arn
    }
  }
}
