# METADATA
# title: Pod sets a sysctl that is not in the safe set
# description: >-
#   Kubernetes calls a sysctl safe if it belongs to the pod alone. Others can change the node's kernel for every pod, or
#   let a pod take more of the node than its limits say. A kubelet refuses them unless its administrator has allowed
#   them.
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
#     Remove the sysctl from the pod. If the nodes' pods need it, set it on the nodes.
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
	# Kubernetes takes slashes for dots.
	not replace(sysctl.name, "/", ".") in safe
	finding := {
		"message": sprintf("the pod sets the sysctl `%s`", [sysctl.name]),
		"path": array.concat(input.pod.spec_path, ["securityContext", "sysctls", i, "name"]),
	}
}
