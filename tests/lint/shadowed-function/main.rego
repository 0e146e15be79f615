package main

deny contains msg if {
	count := 1 # lint
	msg := sprintf("%d", [count])
}

deny contains "m" if {
	some time in input.times # lint
	time.parse_rfc3339_ns(time) > 0
}

deny contains "m" if {
	some time in input.times
	time == "a"
}

max(x) := x if x > 1 # lint
