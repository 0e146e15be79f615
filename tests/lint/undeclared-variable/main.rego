package main

deny contains "m" if {
	input.xs[i].name == input.ys[i].name # lint
}

deny contains "m" if {
	some i
	input.xs[i].name == "a"
}

deny contains "m" if {
	input.xs[_].name == "a"
	input.xs[key].name == "a"
	input.xs["a"][0] == 1
}

key := "a"

f(i) := input.xs[i]
