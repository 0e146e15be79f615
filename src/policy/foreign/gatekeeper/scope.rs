//! Which kinds live in a namespace.
//!
//! Source: the API reference of Kubernetes 1.35.

use std::collections::HashMap;

use crate::world::World;

/// The groups that Kubernetes itself serves.
const OWN_GROUPS: [&str; 20] = [
    "",
    "admissionregistration.k8s.io",
    "apiextensions.k8s.io",
    "apiregistration.k8s.io",
    "apps",
    "authentication.k8s.io",
    "authorization.k8s.io",
    "autoscaling",
    "batch",
    "certificates.k8s.io",
    "coordination.k8s.io",
    "discovery.k8s.io",
    "events.k8s.io",
    "extensions",
    "flowcontrol.apiserver.k8s.io",
    "networking.k8s.io",
    "node.k8s.io",
    "policy",
    "rbac.authorization.k8s.io",
    "storage.k8s.io",
];

/// Those of their kinds that live in none.
const WITHOUT: [(&str, &str); 36] = [
    ("", "ComponentStatus"),
    ("", "Namespace"),
    ("", "Node"),
    ("", "PersistentVolume"),
    ("admissionregistration.k8s.io", "MutatingAdmissionPolicy"),
    ("admissionregistration.k8s.io", "MutatingAdmissionPolicyBinding"),
    ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"),
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy"),
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"),
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"),
    ("apiextensions.k8s.io", "CustomResourceDefinition"),
    ("apiregistration.k8s.io", "APIService"),
    ("authentication.k8s.io", "SelfSubjectReview"),
    ("authentication.k8s.io", "TokenReview"),
    ("authorization.k8s.io", "SelfSubjectAccessReview"),
    ("authorization.k8s.io", "SelfSubjectRulesReview"),
    ("authorization.k8s.io", "SubjectAccessReview"),
    ("certificates.k8s.io", "CertificateSigningRequest"),
    ("certificates.k8s.io", "ClusterTrustBundle"),
    ("flowcontrol.apiserver.k8s.io", "FlowSchema"),
    ("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration"),
    ("networking.k8s.io", "IPAddress"),
    ("networking.k8s.io", "IngressClass"),
    ("networking.k8s.io", "ServiceCIDR"),
    ("node.k8s.io", "RuntimeClass"),
    ("policy", "PodSecurityPolicy"),
    ("rbac.authorization.k8s.io", "ClusterRole"),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"),
    ("storage.k8s.io", "CSIDriver"),
    ("storage.k8s.io", "CSINode"),
    ("storage.k8s.io", "StorageClass"),
    ("storage.k8s.io", "VolumeAttachment"),
    ("storage.k8s.io", "VolumeAttributesClass"),
    // Gatekeeper's own.
    ("expansion.gatekeeper.sh", "ExpansionTemplate"),
    ("templates.gatekeeper.sh", "ConstraintTemplate"),
    ("scheduling.k8s.io", "PriorityClass"),
];

/// What is known of kinds.
#[derive(Debug, Default)]
pub(super) struct Scopes<'a> {
    /// Of those that definitions in the world are about.
    defined: HashMap<(&'a str, &'a str), bool>,
}

impl<'a> Scopes<'a> {
    pub fn of(world: &'a World) -> Self {
        let definitions = world.resources.iter().filter(|it| it.is("apiextensions.k8s.io", "CustomResourceDefinition"));
        let defined = definitions.filter_map(|it| {
            let group = it.object.str_at(&["spec", "group"])?;
            let kind = it.object.str_at(&["spec", "names", "kind"])?;
            Some(((group, kind), it.object.str_at(&["spec", "scope"])? == "Namespaced"))
        });
        Self { defined: defined.collect() }
    }

    /// Whether a kind lives in a namespace; none where that is not known.
    pub fn is_namespaced(&self, group: &str, kind: &str) -> Option<bool> {
        if WITHOUT.contains(&(group, kind)) || group == "constraints.gatekeeper.sh" {
            Some(false)
        } else if OWN_GROUPS.contains(&group) {
            Some(true)
        } else {
            self.defined.get(&(group, kind)).copied()
        }
    }
}
