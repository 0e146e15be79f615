package main

deny contains "m" if {
	semver.compare(input.version, "v1.2.3") == 1 # lint
	semver.compare(input.version, "1.2.3") == 1
}
