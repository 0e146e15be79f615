package lib.names

is_good(x) if x
