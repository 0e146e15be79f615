# METADATA
# title: Container has access to the container runtime socket
# description: >-
#   With access to the container runtime, a process can start a privileged container and become root on the node. A
#   read-only mount does not prevent this.
# related_resources:
# - https://kubernetes.io/docs/concepts/storage/volumes/#hostpath
# - https://kubernetes.io/docs/setup/production-environment/container-runtimes/
# - https://docs.docker.com/engine/security/#docker-daemon-attack-surface
# custom:
#   severity: critical
#   category: security
#   controls: [SEC-23]
#   frameworks: {nist-800-53-r5: [AC-6]}
#   selects: [pod]
#   remediation: >-
#     Do not mount the socket, or mount only the part of the directory that is needed. Build images with a tool that
#     needs no container runtime, such as rootless BuildKit, and collect metrics and logs through the kubelet.
package seaworthy.kubernetes.container_runtime_socket

sockets := [
	"/run/containerd/containerd.sock",
	"/run/cri-dockerd.sock",
	"/run/crio/crio.sock",
	"/run/docker.sock",
	"/run/dockershim.sock",
	"/run/k0s/containerd.sock",
	"/run/k3s/containerd/containerd.sock",
	"/run/podman/podman.sock",
	"/var/snap/microk8s/common/run/containerd.sock",
	"//./pipe/containerd-containerd",
	"//./pipe/cri-dockerd",
	"//./pipe/docker_engine",
]

deny contains finding if {
	some i, volume in input.pod.spec.volumes
	is_string(volume.hostPath.path)
	names := [sprintf("`%s`", [container.name]) |
		some container in input.containers
		mounts := [mount |
			some mount in container.spec.volumeMounts
			mount.name == volume.name
			reaches(mounted(volume.hostPath.path, mount), container.spec, input.pod.spec)
		]
		count(mounts) > 0
	]
	count(names) > 0
	finding := {
		"message": sprintf("host path `%s` gives %s access to the container runtime", [
			volume.hostPath.path,
			concat(", ", names),
		]),
		"path": array.concat(input.pod.spec_path, ["volumes", i, "hostPath", "path"]),
	}
}

# The host path of a mount, without a trailing slash, and with the link `/var/run` resolved. The value of a `subPathExpr` is
# not known.
mounted(path, mount) := regex.replace(trim_right(joined, "/"), `^/var/run(/|$)`, "/run$1") if {
	not mount.subPathExpr
	joined := concat("/", [trim_right(replace(path, `\`, "/"), "/"), object.get(mount, "subPath", "")])
}

# The socket itself: it is only mounted to be used.
reaches(path, _, _) if path in sockets

# A directory that contains it. Only root and its group can use the socket.
reaches(path, container, pod) if {
	not path in {"/var", "/var/snap"}
	not runs_unprivileged(container, pod)
	some socket in sockets
	startswith(socket, concat("", [path, "/"]))
}

runs_unprivileged(container, pod) if {
	object.get(container, ["securityContext", "privileged"], false) == false
	not_root(effective(container, pod, "runAsUser", -1), effective(container, pod, "runAsNonRoot", false))
	not_root_group(effective(container, pod, "runAsUser", -1), effective(container, pod, "runAsGroup", -1))
	object.get(pod, ["securityContext", "supplementalGroups"], []) == []
	object.get(pod, ["securityContext", "fsGroup"], -1) != 0
}

not_root(user, _) if user > 0

not_root(user, non_root) if {
	user == -1
	non_root == true
}

not_root_group(_, group) if group > 0

# If neither is set, the image decides. If only the user is set, the group is root.
not_root_group(user, group) if {
	user == -1
	group == -1
}

effective(container, pod, field, otherwise) := object.get(
	container,
	["securityContext", field],
	object.get(pod, ["securityContext", field], otherwise),
)
