"quoted" = 1

resource "a" "no_value" {
  x =
  y = 1
}

resource "a" "whole" {
  x = 1
}

resource "a" "two_arguments" { x = 1, y = 2 }

resource "a" "colon" {
  x: 1
}

resource "a" "string" {
  x = "not closed
  y = "a }"
}

resource "a" "single_quotes" {
  x = 'a'
}

resource "a" "brace_below"
{
  x = 1
}

resource "a" "escape" {
  x = "C:\path"
}

resource "a" "code_point" {
  x = "\u12"
}

resource "a" "number" {
  x = 1.2.3
}

resource "a" "brackets" {
  x = [1, 2
  y = { a = 1 }
}

resource "a" "call" {
  x = f(1, 2
  y = 3
}

resource "a" "sequence" {
  x = "${a"
}

resource "a" "shell" {
  x = "${VAR:-default}"
}

resource "a" "directive" {
  x = "%{ when a }b%{ endif }"
}

resource "a" "endif" {
  x = "%{ if a }b"
}

resource "a" "endfor" {
  x = "%{ if a }b%{ endfor }"
}

resource "a" "else" {
  x = "b%{ else }"
}

resource "a" "conditional" {
  x = a ? b
  : c
}

resource "a" "splat" {
  x = a.*.b.*
}

resource "a" "legacy_indexes" {
  x = a.0.1
}

resource "a" "object" {
  x = {
    a = 1 b = 2
  }
}

resource "a" "object_key" {
  x = {
    a
  }
}

resource "a" "for_without_key" {
  x = { for k in l : k }
}

resource "a" "for_with_key" {
  x = [for k in l : k => 1]
}

resource "a" "for_group" {
  x = [for k in l : k...]
}

resource "a" "for_of" {
  x = [for k of l : k]
}

resource "a" "expansion" {
  x = f(a..., b)
}

resource "a" "provider_function" {
  x = provider::aws::
}

resource "a" "operator" {
  x = a & b
}

resource "a" "heredoc_space" {
  x = <<EOT 
  y
EOT
}

resource "a" "label ${x}" {
  x = 1
}

resource "a" "twice" {
  x = 1
  x = 2
  nested {
    y = 1
    y = 2
  }
}

}

resource "a" "last" {
  x = 1
}
