# METADATA
# title: Container runs privileged
# description: >-
#   A privileged container has every capability, sees every device of the node and escapes
#   from its isolation with a single mount.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# custom:
#   severity: critical
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [baseline/privileged], nist-800-53-r5: [AC-6]}
#   selects: [pod]
#   remediation: Remove `privileged`, or set it to `false`; grant the single capability that is needed instead.
package seaworthy.kubernetes.privileged_container

deny contains finding if {
	some container in input.containers
	container.spec.securityContext.privileged == true
	finding := {
		"message": sprintf("container `%s` runs privileged", [container.name]),
		"path": array.concat(container.path, ["securityContext", "privileged"]),
	}
}
