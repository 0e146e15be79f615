package seaworthy.own.lib.a

is_good(x) if x == "a"

is_bad(x) if not is_good(x) # lint
