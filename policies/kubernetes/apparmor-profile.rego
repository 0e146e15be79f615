# METADATA
# title: AppArmor is switched off or replaced
# description: >-
#   AppArmor keeps a container from what its profile does not list. Without the default profile, or one that
#   the node's administrator has loaded, nothing is kept.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# - https://kubernetes.io/docs/tutorials/security/apparmor/
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [baseline/apparmor], nist-800-53-r5: [SC-39]}
#   selects: [pod]
#   remediation: >-
#     Remove the setting, or use the type `RuntimeDefault`, or `Localhost` with a profile of the node.
package seaworthy.kubernetes.apparmor_profile

types := {"RuntimeDefault", "Localhost"}

deny contains finding if {
	type := input.pod.spec.securityContext.appArmorProfile.type
	not type in types
	finding := {
		"message": sprintf("the pod asks for the AppArmor profile `%v`", [type]),
		"path": array.concat(input.pod.spec_path, ["securityContext", "appArmorProfile", "type"]),
	}
}

deny contains finding if {
	some container in input.containers
	type := container.spec.securityContext.appArmorProfile.type
	not type in types
	finding := {
		"message": sprintf("container `%s` asks for the AppArmor profile `%v`", [container.name, type]),
		"path": array.concat(container.path, ["securityContext", "appArmorProfile", "type"]),
	}
}

# The form before Kubernetes 1.30.
deny contains finding if {
	some key, profile in input.pod.metadata.annotations
	startswith(key, "container.apparmor.security.beta.kubernetes.io/")
	not regex.match(`^(runtime/default|localhost/.*)?$`, sprintf("%v", [profile]))
	finding := {
		"message": sprintf("container `%s` asks for the AppArmor profile `%v`", [split(key, "/")[1], profile]),
		"path": array.concat(input.pod.path, ["metadata", "annotations", key]),
	}
}
