# METADATA
# title: Pod reaches the socket of the container runtime
# description: >-
#   Whoever can write to the runtime's socket can start a privileged container on the node, and so is root
#   there. Mounting it read-only does not change that.
# related_resources:
# - https://kubernetes.io/docs/concepts/storage/volumes/#hostpath
# - https://docs.docker.com/engine/security/#docker-daemon-attack-surface
# custom:
#   severity: critical
#   category: security
#   controls: [SEC-23]
#   frameworks: {nist-800-53-r5: [AC-6]}
#   selects: [pod]
#   remediation: >-
#     Do not mount the socket. Build images with a rootless builder, and read metrics and logs from the
#     kubelet or from the API server.
package seaworthy.kubernetes.container_runtime_socket

sockets := {
	"/run/containerd/containerd.sock", "/run/cri-dockerd.sock", "/run/crio/crio.sock", "/run/docker.sock",
	"/run/k3s/containerd/containerd.sock", "/run/podman/podman.sock",
}

deny contains finding if {
	some i, volume in input.pod.spec.volumes
	path := volume.hostPath.path
	is_string(path)
	# `/var/run` is a link to `/run`.
	own := regex.replace(trim_right(path, "/"), "^/var/run", "/run")
	reached := [socket | some socket in sockets; reaches(own, socket)]
	count(reached) > 0
	finding := {
		"message": sprintf("volume `%v` gives access to the container runtime through `%s` of the node", [volume.name, path]),
		"path": array.concat(input.pod.spec_path, ["volumes", i, "hostPath", "path"]),
	}
}

# The socket itself, or a folder that holds it.
reaches(path, socket) if path == socket

reaches(path, socket) if startswith(socket, concat("", [path, "/"]))
