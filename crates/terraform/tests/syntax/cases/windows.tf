a = 1
# comment
b {
  c = <<-EOT
    x ${y}
      z
    EOT
  d = [
    1,
  ]
}
