package main

import data.lib.names # lint
import data.lib.others
import data.lib.more as most # lint
import rego.v1

deny contains "m" if others.f(input.name) # lint: unknown-function
