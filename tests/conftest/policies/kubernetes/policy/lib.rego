package lib.kubernetes

is_workload if input.kind in {"Deployment", "StatefulSet", "DaemonSet"}

pod := input.spec.template.spec if is_workload

containers contains container if some container in pod.containers

containers contains container if some container in pod.initContainers
