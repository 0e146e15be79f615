package broken

test_x if {
	1 == 
}
