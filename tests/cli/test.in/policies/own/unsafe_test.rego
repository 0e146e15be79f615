package unsafe

test_x if {
	y == 3
}
