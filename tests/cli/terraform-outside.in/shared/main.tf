resource "aws_sqs_queue" "not_read" {
  name = "not-read"
}

output "dead_letter_arn" {
  value = aws_sqs_queue.not_read.arn
}
