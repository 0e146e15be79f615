# METADATA
# title: Pod sets a sysctl that is not known to be safe
# description: >-
#   A sysctl is safe where it belongs to the pod alone. Others change the node's kernel for every pod, or let
#   one pod exhaust it.
# related_resources:
# - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
# - https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-23]
#   frameworks: {pss: [baseline/sysctls], nist-800-53-r5: [CM-7]}
#   selects: [pod]
#   remediation: >-
#     Remove the sysctl from the pod. If all pods of a node need it, set it on the node.
package seaworthy.kubernetes.unsafe_sysctl

# The safe set of the Baseline profile, as of Kubernetes 1.32.
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
	"net.ipv4.tcp_rmem",
	"net.ipv4.tcp_syncookies",
	"net.ipv4.tcp_wmem",
}

deny contains finding if {
	some i, sysctl in input.pod.spec.securityContext.sysctls
	not sysctl.name in safe
	finding := {
		"message": sprintf("the pod sets the sysctl `%v`", [sysctl.name]),
		"path": array.concat(input.pod.spec_path, ["securityContext", "sysctls", i, "name"]),
	}
}
