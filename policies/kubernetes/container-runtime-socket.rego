# METADATA
# title: Container reaches the socket of the container runtime
# description: >-
#   Whoever can talk to the container runtime can start a privileged container, and so is root on the node. A read-only
#   mount does not prevent that.
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
#     Do not mount the socket, or mount only the part of the folder that is needed. Build images with a tool that needs
#     no runtime, such as rootless BuildKit, and read metrics and logs through the kubelet.
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
		"message": sprintf("`%s` of the node gives %s access to the container runtime", [
			volume.hostPath.path,
			concat(", ", names),
		]),
		"path": array.concat(input.pod.spec_path, ["volumes", i, "hostPath", "path"]),
	}
}

# The path on the node that a mount leads to, without a slash at its end, and with `/var/run` as what it is a link to. What a
# `subPathExpr` says is not known.
mounted(path, mount) := regex.replace(trim_right(joined, "/"), `^/var/run(/|$)`, "/run$1") if {
	not mount.subPathExpr
	joined := concat("/", [trim_right(replace(path, `\`, "/"), "/"), object.get(mount, "subPath", "")])
}

# The socket itself: it would not be mounted if the container could not use it.
reaches(path, _, _) if path in sockets

# A folder that holds it. The socket is for root and root's group; a container that runs as somebody else cannot use it.
reaches(path, container, pod) if {
	not path in {"/var", "/var/snap"}
	not runs_as_somebody(container, pod)
	some socket in sockets
	startswith(socket, concat("", [path, "/"]))
}

runs_as_somebody(container, pod) if {
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

# The image decides on both. Where only the user is set, the group is root's.
not_root_group(user, group) if {
	user == -1
	group == -1
}

effective(container, pod, field, otherwise) := object.get(
	container,
	["securityContext", field],
	object.get(pod, ["securityContext", field], otherwise),
)
