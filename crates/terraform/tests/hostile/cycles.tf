locals {
  a = local.b
  b = "${local.c}!"
  c = upper(local.a)
}

resource "aws_sqs_queue" "self" {
  name = aws_sqs_queue.self.arn
}

resource "aws_sqs_queue" "one" {
  name = aws_sqs_queue.other.name
}

resource "aws_sqs_queue" "other" {
  name = aws_sqs_queue.one.name
}

module "itself" {
  source = "./"
}

resource "aws_sqs_queue" "judged" {
  name = "plain-${local.a}"
}
