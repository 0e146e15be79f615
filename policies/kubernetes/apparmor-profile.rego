# METADATA
# title: AppArmor profile is disabled
# description: >-
#   On nodes with AppArmor, a container starts with the runtime's default profile, which limits what its processes can
#   do on the node. `Unconfined` removes these limits.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# - https://kubernetes.io/docs/tutorials/security/apparmor/
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [baseline/apparmor], nist-800-53-r5: [AC-3]}
#   selects: [pod]
#   remediation: >-
#     Remove the profile, or set it to `RuntimeDefault`, or to `Localhost` with a profile that is loaded on the nodes.
#     The older annotations use `runtime/default` and `localhost/<profile>`.
package seaworthy.kubernetes.apparmor_profile

types := {"RuntimeDefault", "Localhost"}

deny contains finding if {
	type := input.pod.spec.securityContext.appArmorProfile.type
	not type in types
	finding := {
		"message": sprintf("the pod sets the AppArmor profile to `%v`", [type]),
		"path": array.concat(input.pod.spec_path, ["securityContext", "appArmorProfile", "type"]),
	}
}

deny contains finding if {
	some container in input.containers
	type := container.spec.securityContext.appArmorProfile.type
	not type in types
	finding := {
		"message": sprintf("container `%s` sets the AppArmor profile to `%v`", [container.name, type]),
		"path": array.concat(container.path, ["securityContext", "appArmorProfile", "type"]),
	}
}

# The annotation used before Kubernetes 1.30, which the standard covers too.
deny contains finding if {
	some key, profile in input.pod.metadata.annotations
	startswith(key, "container.apparmor.security.beta.kubernetes.io/")
	is_string(profile)
	not profile in {"", "runtime/default"}
	not startswith(profile, "localhost/")
	finding := {
		"message": sprintf("container `%s` sets the AppArmor profile to `%s`", [split(key, "/")[1], profile]),
		"path": array.concat(input.pod.path, ["metadata", "annotations", key]),
	}
}
