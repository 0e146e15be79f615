# METADATA
# title: Pod mounts a hostPath volume
# description: >-
#   A hostPath volume exposes the file system of the node to the pod. Write access can be used to take over the node;
#   read access can expose credentials of the node or of other pods.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# - https://kubernetes.io/docs/concepts/storage/volumes/#hostpath
# custom:
#   severity: high
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [baseline/host-path-volumes, restricted/volume-types], nist-800-53-r5: [AC-6]}
#   selects: [pod]
#   remediation: >-
#     Use a PersistentVolumeClaim, an `emptyDir`, a ConfigMap or a Secret instead. For local disks, use a
#     PersistentVolume of type `local`.
package seaworthy.kubernetes.host_path_volume

deny contains finding if {
	some i, volume in input.pod.spec.volumes
	is_object(volume.hostPath)
	finding := {
		"message": sprintf("volume `%v` mounts host path `%v`", [volume.name, object.get(volume.hostPath, "path", "")]),
		"path": array.concat(input.pod.spec_path, ["volumes", i, "hostPath"]),
	}
}
