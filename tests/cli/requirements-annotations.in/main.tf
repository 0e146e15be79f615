resource "aws_db_instance" "orders" {
  tags = { "seaworthy.dev/read-ratio" = "90" }
}
