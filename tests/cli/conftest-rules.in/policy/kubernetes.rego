# METADATA
# title: Kubernetes hygiene
# custom:
#   severity: medium
package main

import data.lib.kubernetes

deny contains msg if {
	input.kind == "Deployment"
	not input.spec.template.spec.securityContext.runAsNonRoot
	msg := sprintf("Containers must not run as root in Deployment %s", [input.metadata.name])
}

# METADATA
# title: Selectors need the app label
# custom:
#   severity: high
#   remediation: Add the label `app` to the selector.
deny contains msg if {
	kubernetes.is_deployment
	not input.spec.selector.matchLabels.app
	msg := "Deployments must provide app labels for pod selectors"
}

deny_latest contains msg if {
	some c in input.spec.template.spec.containers
	endswith(c.image, ":latest")
	msg := sprintf("container %v uses latest", [c.name])
}

warn contains {"msg": msg, "details": {"kind": input.kind}} if {
	input.kind == "Service"
	msg := sprintf("Found service %s but services are not allowed", [input.metadata.name])
}
