# METADATA
# title: Pod mounts a path of its node
# description: >-
#   A hostPath volume opens the node's file system to the pod: what is writable can be used to take over the
#   node, what is readable may hold credentials of other pods.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# - https://kubernetes.io/docs/concepts/storage/volumes/#hostpath
# custom:
#   severity: high
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [baseline/host-path-volumes], nist-800-53-r5: [AC-6]}
#   selects: [pod]
#   remediation: >-
#     Use a PersistentVolumeClaim, an `emptyDir`, a ConfigMap or a Secret instead; for data of the node, a
#     CSI driver.
package seaworthy.kubernetes.host_path_volume

deny contains finding if {
	some i, volume in input.pod.spec.volumes
	volume.hostPath
	finding := {
		"message": sprintf("volume `%v` mounts `%v` of the node", [volume.name, object.get(volume.hostPath, "path", "")]),
		"path": array.concat(input.pod.spec_path, ["volumes", i, "hostPath"]),
	}
}
