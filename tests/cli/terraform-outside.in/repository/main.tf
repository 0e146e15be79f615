module "shared" {
  source = "../shared"
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
  policy = file("../shared/text/policy.json")

  redrive_policy = jsonencode({ deadLetterTargetArn = module.shared.dead_letter_arn, maxReceiveCount = 3 })
}
