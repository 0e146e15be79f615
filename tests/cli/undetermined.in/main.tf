variable "public" {
  type = bool
}

resource "aws_db_instance" "orders" {
  publicly_accessible = var.public
}

resource "aws_glue_registry" "events" {
  registry_name = "events"
}
