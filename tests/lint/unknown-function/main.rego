package main

import data.lib.names

deny contains "m" if {
	startwith(input.name, "a") # lint
	startswith(input.name, "a")
	f(input.name)
	names.is_good(input.name)
	names.is_bad(input.name) # lint
	crypto.sha256("a") == ""
}

f(x) if x
