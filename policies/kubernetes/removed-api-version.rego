# METADATA
# title: API version is removed from Kubernetes
# description: >-
#   Kubernetes no longer serves this API version. Current clusters reject the manifest, so the resource cannot be
#   created, changed or restored.
# related_resources:
# - https://kubernetes.io/docs/reference/using-api/deprecation-guide/
# custom:
#   severity: high
#   category: operations
#   controls: [SEC-20]
#   frameworks: {nist-800-53-r5: [SI-2]}
#   selects:
#   - admissionregistration.k8s.io/v1beta1/*
#   - apiextensions.k8s.io/v1beta1/*
#   - apiregistration.k8s.io/v1beta1/*
#   - apps/v1beta1/*
#   - apps/v1beta2/*
#   - authentication.k8s.io/v1beta1/*
#   - authorization.k8s.io/v1beta1/*
#   - autoscaling/v2beta1/*
#   - autoscaling/v2beta2/*
#   - batch/v1beta1/*
#   - certificates.k8s.io/v1beta1/*
#   - coordination.k8s.io/v1beta1/*
#   - discovery.k8s.io/v1beta1/*
#   - events.k8s.io/v1beta1/*
#   - extensions/v1beta1/*
#   - flowcontrol.apiserver.k8s.io/v1beta1/*
#   - flowcontrol.apiserver.k8s.io/v1beta2/*
#   - flowcontrol.apiserver.k8s.io/v1beta3/*
#   - networking.k8s.io/v1beta1/*
#   - node.k8s.io/v1beta1/*
#   - policy/v1beta1/*
#   - rbac.authorization.k8s.io/v1beta1/*
#   - scheduling.k8s.io/v1beta1/*
#   - storage.k8s.io/v1beta1/*
#   remediation: >-
#     Migrate the manifest to the version that the message names. The deprecation guide lists the fields that changed.
package seaworthy.kubernetes.removed_api_version

deny contains finding if {
	removed := removal(input.resource.type)
	finding := {
		"message": sprintf("`%s` of %s was removed in Kubernetes 1.%d; use %s", [
			input.object.apiVersion,
			input.resource.kind,
			removed[0],
			removed[1],
		]),
		"path": ["apiVersion"],
	}
}

# The minor release that no longer serves a type, and what to use instead.
removal(type) := {
	"admissionregistration.k8s.io/v1beta1/MutatingWebhookConfiguration": [22, "`admissionregistration.k8s.io/v1`"],
	"admissionregistration.k8s.io/v1beta1/ValidatingWebhookConfiguration": [22, "`admissionregistration.k8s.io/v1`"],
	"apiextensions.k8s.io/v1beta1/CustomResourceDefinition": [22, "`apiextensions.k8s.io/v1`"],
	"apiregistration.k8s.io/v1beta1/APIService": [22, "`apiregistration.k8s.io/v1`"],
	"apps/v1beta1/Deployment": [16, "`apps/v1`"],
	"apps/v1beta1/ReplicaSet": [16, "`apps/v1`"],
	"apps/v1beta1/StatefulSet": [16, "`apps/v1`"],
	"apps/v1beta2/DaemonSet": [16, "`apps/v1`"],
	"apps/v1beta2/Deployment": [16, "`apps/v1`"],
	"apps/v1beta2/ReplicaSet": [16, "`apps/v1`"],
	"apps/v1beta2/StatefulSet": [16, "`apps/v1`"],
	"authentication.k8s.io/v1beta1/TokenReview": [22, "`authentication.k8s.io/v1`"],
	"authorization.k8s.io/v1beta1/LocalSubjectAccessReview": [22, "`authorization.k8s.io/v1`"],
	"authorization.k8s.io/v1beta1/SelfSubjectAccessReview": [22, "`authorization.k8s.io/v1`"],
	"authorization.k8s.io/v1beta1/SubjectAccessReview": [22, "`authorization.k8s.io/v1`"],
	"autoscaling/v2beta1/HorizontalPodAutoscaler": [25, "`autoscaling/v2`"],
	"autoscaling/v2beta2/HorizontalPodAutoscaler": [26, "`autoscaling/v2`"],
	"batch/v1beta1/CronJob": [25, "`batch/v1`"],
	"certificates.k8s.io/v1beta1/CertificateSigningRequest": [22, "`certificates.k8s.io/v1`"],
	"coordination.k8s.io/v1beta1/Lease": [22, "`coordination.k8s.io/v1`"],
	"discovery.k8s.io/v1beta1/EndpointSlice": [25, "`discovery.k8s.io/v1`"],
	"events.k8s.io/v1beta1/Event": [25, "`events.k8s.io/v1`"],
	"extensions/v1beta1/DaemonSet": [16, "`apps/v1`"],
	"extensions/v1beta1/Deployment": [16, "`apps/v1`"],
	"extensions/v1beta1/Ingress": [22, "`networking.k8s.io/v1`"],
	"extensions/v1beta1/NetworkPolicy": [16, "`networking.k8s.io/v1`"],
	"extensions/v1beta1/PodSecurityPolicy": [16, "Pod Security Admission"],
	"extensions/v1beta1/ReplicaSet": [16, "`apps/v1`"],
	"flowcontrol.apiserver.k8s.io/v1beta1/FlowSchema": [26, "`flowcontrol.apiserver.k8s.io/v1`"],
	"flowcontrol.apiserver.k8s.io/v1beta1/PriorityLevelConfiguration": [26, "`flowcontrol.apiserver.k8s.io/v1`"],
	"flowcontrol.apiserver.k8s.io/v1beta2/FlowSchema": [29, "`flowcontrol.apiserver.k8s.io/v1`"],
	"flowcontrol.apiserver.k8s.io/v1beta2/PriorityLevelConfiguration": [29, "`flowcontrol.apiserver.k8s.io/v1`"],
	"flowcontrol.apiserver.k8s.io/v1beta3/FlowSchema": [32, "`flowcontrol.apiserver.k8s.io/v1`"],
	"flowcontrol.apiserver.k8s.io/v1beta3/PriorityLevelConfiguration": [32, "`flowcontrol.apiserver.k8s.io/v1`"],
	"networking.k8s.io/v1beta1/Ingress": [22, "`networking.k8s.io/v1`"],
	"networking.k8s.io/v1beta1/IngressClass": [22, "`networking.k8s.io/v1`"],
	"node.k8s.io/v1beta1/RuntimeClass": [25, "`node.k8s.io/v1`"],
	"policy/v1beta1/PodDisruptionBudget": [25, "`policy/v1`"],
	"policy/v1beta1/PodSecurityPolicy": [25, "Pod Security Admission"],
	"rbac.authorization.k8s.io/v1beta1/ClusterRole": [22, "`rbac.authorization.k8s.io/v1`"],
	"rbac.authorization.k8s.io/v1beta1/ClusterRoleBinding": [22, "`rbac.authorization.k8s.io/v1`"],
	"rbac.authorization.k8s.io/v1beta1/Role": [22, "`rbac.authorization.k8s.io/v1`"],
	"rbac.authorization.k8s.io/v1beta1/RoleBinding": [22, "`rbac.authorization.k8s.io/v1`"],
	"scheduling.k8s.io/v1beta1/PriorityClass": [22, "`scheduling.k8s.io/v1`"],
	"storage.k8s.io/v1beta1/CSIDriver": [22, "`storage.k8s.io/v1`"],
	"storage.k8s.io/v1beta1/CSINode": [22, "`storage.k8s.io/v1`"],
	"storage.k8s.io/v1beta1/CSIStorageCapacity": [27, "`storage.k8s.io/v1`"],
	"storage.k8s.io/v1beta1/StorageClass": [22, "`storage.k8s.io/v1`"],
	"storage.k8s.io/v1beta1/VolumeAttachment": [22, "`storage.k8s.io/v1`"],
}[type]
