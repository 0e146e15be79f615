# METADATA
# title: Volume is of a type that the Restricted profile does not allow
# description: >-
#   A network or cloud disk that is written into the pod bypasses the storage classes, quotas and rights that an
#   administrator has set up, and several of these volume types are no longer maintained.
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
#     Claim the storage with a PersistentVolumeClaim, and let a PersistentVolume or a storage class say where it is.
#     Instead of `gitRepo`, clone in an init container into an `emptyDir`.
package seaworthy.kubernetes.restricted_volume_types

# Every type but those that the profile allows (`image` among them), and but `hostPath`, which kubernetes/host-path-volume
# reports.
forbidden := [
	"awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "fc", "flexVolume", "flocker", "gcePersistentDisk",
	"gitRepo", "glusterfs", "iscsi", "nfs", "photonPersistentDisk", "portworxVolume", "quobyte", "rbd", "scaleIO", "storageos",
	"vsphereVolume",
]

deny contains finding if {
	some i, volume in input.pod.spec.volumes
	some type in forbidden
	is_object(volume[type])
	finding := {
		"message": sprintf("volume `%v` is of the type `%s`", [volume.name, type]),
		"path": array.concat(input.pod.spec_path, ["volumes", i, type]),
	}
}
