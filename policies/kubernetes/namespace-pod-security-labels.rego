# METADATA
# title: Namespace enforces no Pod Security Standard
# description: >-
#   With the label `pod-security.kubernetes.io/enforce`, the cluster rejects pods that violate the profile. With
#   `privileged`, or without the label unless the cluster has another default, every pod is admitted.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-admission/
# - https://kubernetes.io/docs/tasks/configure-pod-container/enforce-standards-namespace-labels/
# custom:
#   severity: low
#   category: security
#   controls: [SEC-23]
#   frameworks: {nist-800-53-r5: [CM-6]}
#   selects: [v1/Namespace]
#   remediation: >-
#     Set the label `pod-security.kubernetes.io/enforce: restricted` on the namespace, or `baseline` if that is too
#     strict. Set `pod-security.kubernetes.io/warn` first to see which pods would be rejected.
package seaworthy.kubernetes.namespace_pod_security_labels

label := "pod-security.kubernetes.io/enforce"

deny contains finding if {
	# Namespaces of the cluster itself, whose pods need access to the node.
	not startswith(input.resource.name, "kube-")
	not startswith(input.resource.name, "openshift-")
	message := problem(object.get(input.object, ["metadata", "labels", label], ""), input.related.workloads)
	finding := {
		"message": sprintf("namespace `%s` %s", [input.resource.name, message]),
		"path": ["metadata", "labels", label],
	}
}

problem(profile, _) := "enforces no Pod Security Standard" if profile == ""

# Valid for a namespace whose pods need what the Baseline profile forbids.
problem(profile, workloads) := "enforces the `privileged` profile, which admits every pod" if {
	profile == "privileged"
	count([workload | some workload in workloads; needs_more(workload)]) == 0
}

needs_more(workload) if {
	some pod in workload.pods
	some field in ["hostNetwork", "hostPID", "hostIPC"]
	pod.spec[field] == true
}

needs_more(workload) if {
	some pod in workload.pods
	some volume in pod.spec.volumes
	volume.hostPath
}

needs_more(workload) if {
	some container in workload.containers
	container.spec.securityContext.privileged == true
}

harmless := {
	"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE",
	"SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
}

needs_more(workload) if {
	some container in workload.containers
	some capability in container.spec.securityContext.capabilities.add
	not capability in harmless
}

needs_more(workload) if {
	some container in workload.containers
	some port in container.spec.ports
	port.hostPort != 0
}
