# METADATA
# title: Volume of a type that the Restricted profile does not allow
# description: >-
#   In-line network and cloud volumes carry their credentials and addresses in the pod, past the storage
#   classes and quotas that an administrator has set up.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
# - https://kubernetes.io/docs/concepts/storage/persistent-volumes/
# custom:
#   severity: low
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [restricted/volume-types], nist-800-53-r5: [AC-6]}
#   selects: [pod]
#   remediation: >-
#     Claim the storage with a PersistentVolumeClaim, and let a PersistentVolume or a storage class say where
#     it is.
package seaworthy.kubernetes.restricted_volume_types

# hostPath is reported by kubernetes/host-path-volume.
allowed := {
	"name", "hostPath", "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image",
	"persistentVolumeClaim", "projected", "secret",
}

deny contains finding if {
	some i, volume in input.pod.spec.volumes
	is_object(volume)
	some type, _ in volume
	not type in allowed
	finding := {
		"message": sprintf("volume `%v` is of the type `%s`", [object.get(volume, "name", ""), type]),
		"path": array.concat(input.pod.spec_path, ["volumes", i, type]),
	}
}
