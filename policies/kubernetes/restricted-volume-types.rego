# METADATA
# title: Volume type is outside the Restricted profile
# description: >-
#   A network or cloud disk that is defined in the pod bypasses storage classes, quotas and permissions set up by an
#   administrator, and several of these volume types are no longer maintained.
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
#     Use a PersistentVolumeClaim, and define the storage in a PersistentVolume or a StorageClass. Instead of `gitRepo`,
#     clone into an `emptyDir` in an init container.
package seaworthy.kubernetes.restricted_volume_types

# All types except those that the profile allows (including `image`), and except `hostPath`, which
# kubernetes/host-path-volume reports.
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
		"message": sprintf("volume `%v` has type `%s`", [volume.name, type]),
		"path": array.concat(input.pod.spec_path, ["volumes", i, type]),
	}
}
