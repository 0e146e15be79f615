package old

deny[msg] { input.x > 1; msg := "x" }

test_v0 { count(deny) == 1 with input as {"x": 2} }
test_v0_fails { deny["y"] with input as {"x": 2} }
