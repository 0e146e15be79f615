plain      = "a b"
escapes    = "\n\r\t\"\\ \u00e9 \U0001F600"
dollars    = "$ $5 $$ % %% $${a} %%{b} $$${c} $%{if x}y%{endif} 100%"
single     = "${a}"
spaced     = "${ a }"
two        = "${a}${b}"
mixed      = "a ${b} c ${d.e[0]} f"
nested     = "a ${f("b ${c} }")} d"
braces     = "${ { a = 1 }.a } }"
lines      = "${
  a
}"
strip      = "a  ${~ b ~}  c"
strip_all  = "  ${~ b ~}  "
strip_tight = "${~ b ~}"
condition  = "%{ if a }b%{ else }c%{ endif }"
no_else    = "x%{if a}${b}%{endif}y"
empty_if   = "%{ if a }%{ endif }"
loop       = "%{ for x in y }${x},%{ endfor }"
loop_keys  = "%{ for k, v in y ~}  ${k}=${v} %{~ endfor }"
nested_directives = "%{ for x in y }%{ if x }a%{ else }%{ for z in x }b%{ endfor }%{ endif }%{ endfor }"
backslash  = "\\${a}"

heredoc = <<EOT
  first ${a}
second "quoted" \n $${b} 5$
  EOT
indented = <<-EOT
    first
      second ${a}

    ${b} third
	tab
    EOT
tight = <<-EOT
  ${a}
    b
EOT
empty_heredoc = <<EOT
EOT
interpolated_only = <<EOT
${a}
EOT
stripped_only = <<EOT
${a ~}
EOT
directives = <<EOT
%{ for x in y ~}
  server ${x}
%{ endfor ~}
  %{~ if a }
  b
  %{~ endif }
EOT
directives_indented = <<-EOT
  %{ for x in y ~}
    server ${x}
  %{ endfor ~}
  end
EOT
multiline_sequence = <<EOT
a ${f(
  "EOT"
)} EOT
EOT
inner = <<OUTER
${<<INNER
x
INNER
}
OUTER
call = f(<<A
a
A
, 1)
list = [<<A
a
A
  , <<-B
    b
    B
]
