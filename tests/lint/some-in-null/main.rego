package main

deny contains "m" if {
	some x in object.get(input, "xs", null) # lint
	x == 1
}

deny contains "m" if {
	some x in object.get(input, "xs", [])
	x == 1
}

deny contains "m" if {
	every x in null { # lint
		x == 1
	}
}
