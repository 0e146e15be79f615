locals {
  long   = join("", [for a in range(1000) : "0123456789012345678901234567890123456789"])
  longer = join("", [for a in range(100) : local.long])
  hashes = [for a in range(1000) : sha256("${local.longer}${a}")]
  beyond = join("", [for a in range(10) : local.longer])
}

resource "aws_sqs_queue" "hashes" {
  name = local.hashes[0]
}

resource "aws_sqs_queue" "beyond" {
  name = local.beyond
}
