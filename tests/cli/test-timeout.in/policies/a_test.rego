package a

test_slow if {
	some i in numbers.range(1, 100000)
	some j in numbers.range(1, 100000)
	i * j == 0
}

test_fine if 1 == 1
