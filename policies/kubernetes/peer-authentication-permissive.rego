# METADATA
# title: Istio PeerAuthentication does not require mutual TLS
# description: >-
#   With `PERMISSIVE` or `DISABLE`, a workload accepts plaintext connections from the network. It cannot identify
#   callers, and authorization by identity does not protect it.
# related_resources:
# - https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS-Mode
# - https://istio.io/latest/docs/tasks/security/authentication/mtls-migration/
# custom:
#   severity: medium
#   category: security
#   controls: [SEC-03, SEC-13]
#   frameworks: {nist-800-53-r5: [IA-9, SC-8]}
#   selects: ["security.istio.io/*/PeerAuthentication"]
#   remediation: >-
#     Add all clients to the mesh, wait until `istio_requests_total` counts no requests with
#     `connection_security_policy="none"`, and set the mode to `STRICT`. For a port that clients outside the mesh need,
#     set `STRICT` in `spec.mtls`, open only that port in `spec.portLevelMtls`, and suppress that finding with a reason.
package seaworthy.kubernetes.peer_authentication_permissive

deny contains finding if {
	mode := input.object.spec.mtls.mode
	mode in {"PERMISSIVE", "DISABLE"}
	finding := {
		"message": sprintf("mode `%s` accepts connections without a client certificate", [mode]),
		"path": ["spec", "mtls", "mode"],
	}
}

deny contains finding if {
	some port, mtls in input.object.spec.portLevelMtls
	mtls.mode in {"PERMISSIVE", "DISABLE"}
	finding := {
		"message": sprintf("mode `%s` accepts connections to port %v without a client certificate", [mtls.mode, port]),
		"path": ["spec", "portLevelMtls", port, "mode"],
	}
}
