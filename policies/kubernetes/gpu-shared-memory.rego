# METADATA
# title: Multi-GPU container has too little shared memory
# description: >-
#   Processes of a model that runs on several GPUs exchange data through `/dev/shm`, which has 64 MiB by default. They
#   crash or slow down when it is full.
# related_resources:
# - https://docs.nvidia.com/deeplearning/nccl/user-guide/docs/troubleshooting.html#shared-memory
# - https://docs.vllm.ai/en/stable/deployment/k8s.html
# - https://kubernetes.io/docs/concepts/storage/volumes/#emptydir
# custom:
#   severity: medium
#   category: scaling
#   controls: [MSA-07]
#   selects: [pod]
#   remediation: >-
#     Mount an `emptyDir` volume with `medium: Memory` and a `sizeLimit` at `/dev/shm`. Its contents count toward the
#     memory of the container.
package seaworthy.kubernetes.gpu_shared_memory

deny contains finding if {
	plain(input.resource)
	object.get(input.pod.spec, "hostIPC", false) != true
	some container in input.containers
	container.type in {"container", "sidecar"}
	some resource in ["nvidia.com/gpu", "amd.com/gpu"]
	gpus := number(container.spec.resources.limits[resource])
	gpus >= 2
	mounts := [mount |
		some mount in container.spec.volumeMounts
		is_string(mount.mountPath)
		trim_suffix(mount.mountPath, "/") in {"/dev", "/dev/shm"}
	]
	count(mounts) == 0
	count(disabled(container.spec)) == 0
	finding := {
		"message": sprintf("container `%s` has %v GPUs, but no memory volume at `/dev/shm`", [container.name, gpus]),
		"path": array.concat(container.path, ["volumeMounts"]),
		"related": [{
			"address": input.resource.address,
			"path": array.concat(container.path, ["resources", "limits", resource]),
			"message": "the GPUs",
		}],
	}
}

deny contains finding if {
	plain(input.resource)
	object.get(input.pod.spec, "hostIPC", false) != true
	some container in input.containers
	container.type in {"container", "sidecar"}
	some resource in ["nvidia.com/gpu", "amd.com/gpu"]
	gpus := number(container.spec.resources.limits[resource])
	gpus >= 2
	some i, mount in container.spec.volumeMounts
	is_string(mount.mountPath)
	trim_suffix(mount.mountPath, "/") == "/dev/shm"
	some v, volume in input.pod.spec.volumes
	volume.name == mount.name
	is_object(volume.emptyDir)
	object.get(volume.emptyDir, "medium", "") != "Memory"
	count(disabled(container.spec)) == 0
	finding := {
		"message": sprintf("container `%s` has %v GPUs, but its volume at `/dev/shm` is on disk", [container.name, gpus]),
		"path": array.concat(input.pod.spec_path, ["volumes", v, "emptyDir", "medium"]),
		"related": [{
			"address": input.resource.address,
			"path": array.concat(container.path, ["volumeMounts", i]),
			"message": "mounted here",
		}],
	}
}

# Communication through shared memory can be disabled.
disabled(container) := [variable |
	some variable in container.env
	variable.name == "NCCL_SHM_DISABLE"
	variable.value == "1"
]

number(quantity) := quantity if is_number(quantity)

number(quantity) := to_number(quantity) if {
	is_string(quantity)
	regex.match(`^[0-9]+$`, quantity)
}

# Kinds whose pods run as written; KubeRay, for example, adds the volume itself.
plain(resource) if {
	resource.group in {"", "apps", "batch", "jobset.x-k8s.io", "kubeflow.org", "leaderworkerset.x-k8s.io"}
}

plain(resource) if resource.kind == "Rollout"
