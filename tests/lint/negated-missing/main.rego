package main

deny contains "m" if {
	not startswith(input.name, "a") # lint
}

deny contains "m" if {
	input.name
	not startswith(input.name, "a")
	not input.other
	not known
	not f(known)
}

known if input.x

f(x) if x
