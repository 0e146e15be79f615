package main

deny contains msg if {
	some i, container in input.spec.containers
	# seaworthy:lint-ignore[negated-missing] -- an image is always there
	not startswith(container.image, "registry.example.com/")
	msg := sprintf("%s comes from elsewhere", [container.name])
}
