package main

deny contains "m" if {
	not input.xs[_] == 1 # lint
}

deny contains "m" if {
	not input.xs[i] == 1 # lint: negated-iteration, undeclared-variable
}

deny contains "m" if {
	some i in [0, 1]
	not input.xs[i] == 1
	count([x | some x in input.xs; x == 1]) == 0
}
