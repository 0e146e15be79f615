package main

deny contains msg if {
	some i, x in input.xs # lint
	y := x.name # lint
	msg := "x: y"
}

deny contains msg if {
	some _, x in input.xs
	msg := x.y
}

f(x, _) := 1 if x
