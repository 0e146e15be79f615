resource "aws_sqs_queue" "too_many" {
  count = 100000000
  name  = "queue-${count.index}"
}

resource "aws_sqs_queue" "negative" {
  count = -1
  name  = "queue"
}

resource "aws_sqs_queue" "text" {
  count = "many"
  name  = "queue"
}

resource "aws_sqs_queue" "list" {
  for_each = ["a", "b"]
  name     = each.key
}

resource "aws_sqs_queue" "secret" {
  for_each = sensitive(toset(["a"]))
  name     = each.key
}

resource "aws_sqs_queue" "null" {
  for_each = null
  name     = each.key
}

resource "aws_sqs_queue" "judged" {
  name = "plain"
}
