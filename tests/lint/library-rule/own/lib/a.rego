package seaworthy.own.lib.a

allowed := input.object.names # lint

limit := 12

set_of_texts := {"a", "b"}

is_allowed(name) if name in allowed

use(name) if {
	is_allowed(name)
	count(set_of_texts) < limit
}
