variable "kms_key" {
  type = string
}

resource "aws_db_instance" "orders" {
  storage_encrypted       = var.encrypted
  backup_retention_period = 1
}

variable "encrypted" {
  type = bool
}
