package team.shop

deny contains "the shop has no replicas" if {
	input.kind == "Deployment"
	not input.spec.replicas
}
