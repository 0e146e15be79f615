resource "aws_db_instance" "this" {
  identifier     = "orders"
  engine         = "postgres"
  instance_class = "db.r7g.large"
}
