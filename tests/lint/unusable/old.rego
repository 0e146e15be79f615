package old

deny[msg] {
	msg := input.name
}
