# A value is shared between its users, but no rule could see it whole.
locals {
  wide   = [for a in range(100) : "x"]
  wider  = [for a in local.wide : local.wide]
  widest = [for a in local.wide : local.wider]
  bomb   = [for a in local.wide : local.widest]
}

resource "aws_sqs_queue" "bomb" {
  name = jsonencode(local.bomb)
}

resource "aws_sqs_queue" "many" {
  count = 500
  name  = "queue-${count.index}"
  tags  = { all = local.wider }
}
