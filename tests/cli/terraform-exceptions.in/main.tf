resource "aws_db_instance" "main" {
  # seaworthy:ignore[aws/database-publicly-accessible] until=2027-01-01 -- a demo
  publicly_accessible = true
  storage_encrypted   = false # seaworthy:ignore[aws/database-not-encrypted] -- nothing in it
}

# seaworthy:ignore[aws/database-single-zone] -- fine
resource "aws_db_instance" "two" {
  publicly_accessible = false
  storage_encrypted   = true
  /* seaworthy:ignore[aws/database-not-encrypted] -- it is encrypted */
}
