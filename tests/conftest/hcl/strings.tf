locals {
  plain    = "a\tb \"c\" \\ é \u00e9"
  for_text = "all: %{for x in local.xs}${x},%{endfor}"
  keyed    = "all: %{ for k, v in local.xs ~} ${k}=${v} %{ endfor ~}"
  literal  = "${"quoted"}"
  truth    = "${true}"
  number   = "n${1}"
  nested   = "${upper("${var.a}-b")}"
  heredoc  = <<EOT
line ${var.a}
%{if var.b}yes%{endif}
EOT
  function = jsonencode({ a = [1, 2] })
  multi = [
    for k, v in var.m :
    "${k}" if v
  ]
}
