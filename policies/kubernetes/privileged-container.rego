# METADATA
# title: Container runs as privileged
# description: >-
#   A privileged container has all capabilities and access to all devices of the node, and can escape its isolation with
#   a single mount.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# custom:
#   severity: critical
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [baseline/privileged], nist-800-53-r5: [AC-6]}
#   selects: [pod]
#   remediation: >-
#     Remove `privileged`, or set it to `false`; add only the capability that is needed.
package seaworthy.kubernetes.privileged_container

deny contains finding if {
	some container in input.containers
	container.spec.securityContext.privileged == true
	finding := {
		"message": sprintf("container `%s` runs as privileged", [container.name]),
		"path": array.concat(container.path, ["securityContext", "privileged"]),
	}
}
