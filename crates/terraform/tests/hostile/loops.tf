# Each loop is modest, together they are not.
locals {
  numbers = range(300)
  sums    = [for a in local.numbers : length([for b in local.numbers : length([for c in local.numbers : a + b * c])])]
}

resource "aws_sqs_queue" "depends" {
  name = "queue-${local.sums[0]}"
}

resource "aws_sqs_queue" "judged" {
  name = "plain"
}
