# METADATA
# title: Pod sets an unsafe sysctl
# description: >-
#   Kubernetes considers a sysctl safe if it only affects the pod. Others can change the node's kernel for all pods, or
#   let a pod exceed its resource limits. The kubelet rejects them unless an administrator allows them.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# - https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/#safe-and-unsafe-sysctls
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [baseline/sysctls], nist-800-53-r5: [CM-7]}
#   selects: [pod]
#   remediation: >-
#     Remove the sysctl from the pod. If the pods of a node need it, set it on the node.
package seaworthy.kubernetes.unsafe_sysctl

# As of Kubernetes 1.37; the last four are newer than most.
safe := {
	"kernel.shm_rmid_forced",
	"net.ipv4.ip_local_port_range",
	"net.ipv4.ip_local_reserved_ports",
	"net.ipv4.ip_unprivileged_port_start",
	"net.ipv4.ping_group_range",
	"net.ipv4.tcp_fin_timeout",
	"net.ipv4.tcp_keepalive_intvl",
	"net.ipv4.tcp_keepalive_probes",
	"net.ipv4.tcp_keepalive_time",
	"net.ipv4.tcp_syncookies",
	"net.ipv4.tcp_rmem",
	"net.ipv4.tcp_wmem",
	"net.ipv4.tcp_notsent_lowat",
	"net.ipv4.tcp_slow_start_after_idle",
}

deny contains finding if {
	some i, sysctl in input.pod.spec.securityContext.sysctls
	is_string(sysctl.name)
	# Kubernetes accepts slashes as dots.
	not replace(sysctl.name, "/", ".") in safe
	finding := {
		"message": sprintf("the pod sets the sysctl `%s`", [sysctl.name]),
		"path": array.concat(input.pod.spec_path, ["securityContext", "sysctls", i, "name"]),
	}
}
