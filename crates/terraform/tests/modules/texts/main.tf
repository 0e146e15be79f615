locals {
  names = ["a", "b"]
  on    = true
}

resource "demo_text" "main" {
  heredoc  = <<EOT
  first ${local.names[0]}
    second
EOT
  indented = <<-EOT
    first
      second ${join("+", local.names)}
    %{for name in local.names~}
    - ${name}
    %{endfor~}
    %{if local.on}yes%{else}no%{endif}
  EOT
  escaped  = "$${x} %%{y} \t \"q\" \u00e9 \\"
  inline   = "%{for i, name in local.names}${i}=${name};%{endfor}"
  trimmed  = "a ${~"b"~} c"
  single   = local.names
  file     = file("${path.module}/note.txt")
  template = templatefile("${path.module}/unit.tftpl", { name = "svc", ports = [80, 443] })
  listed   = fileset(path.module, "*.txt")
  decoded  = jsondecode(file("${path.module}/data.json")).items[1].name
  yaml     = yamldecode("a: [1, yes, null]\nb: {c: 0x10}")
  hash     = filesha256("${path.module}/note.txt")
}
