package main

deny contains "m" if {
	regex.match("(?!a)b", input.name) # lint
	regex.match(`[a-z]+`, input.name)
	regex.match("(", input.name) # lint
	not regex.is_valid("(")
}
