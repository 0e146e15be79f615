//! What names a resource: its kind, its name, its namespace.
//!
//! Source: `kyaml/resid` of kustomize.

use std::fmt;
use std::sync::Arc;

use seaworthy_source::{Node, Value};

/// Group, version and kind. As a criterion, what is empty stands for anything.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Gvk {
    /// The API group; empty for the core group.
    pub(super) group: Arc<str>,
    /// The version in it.
    pub(super) version: Arc<str>,
    /// The kind.
    pub(super) kind: Arc<str>,
}

impl Gvk {
    /// From an apiVersion and a kind.
    pub(super) fn new(api_version: &str, kind: &str) -> Self {
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        Self { group: group.into(), version: version.into(), kind: kind.into() }
    }

    /// Group and version as manifests write them.
    pub(super) fn api_version(&self) -> String {
        if self.group.is_empty() { self.version.to_string() } else { format!("{}/{}", self.group, self.version) }
    }

    /// Whether it fits a criterion.
    pub(super) fn is_selected(&self, by: &Self) -> bool {
        let fits = |own: &str, wanted: &str| wanted.is_empty() || own == wanted;
        fits(&self.group, &by.group) && fits(&self.version, &by.version) && fits(&self.kind, &by.kind)
    }

    /// Whether resources of this kind are certain to have no namespace. Kinds that kustomize does not know may have one.
    pub(super) fn is_cluster_scoped(&self) -> bool {
        let versions: &[&str] = match (&*self.group, &*self.kind) {
            ("", "ComponentStatus" | "Namespace" | "Node" | "NodeProxyOptions" | "PersistentVolume")
            | ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy" | "ValidatingAdmissionPolicyBinding") => {
                &["v1"]
            }
            ("admissionregistration.k8s.io", "MutatingWebhookConfiguration" | "ValidatingWebhookConfiguration")
            | ("apiextensions.k8s.io", "CustomResourceDefinition")
            | ("apiregistration.k8s.io", "APIService")
            | ("certificates.k8s.io", "CertificateSigningRequest")
            | ("networking.k8s.io", "IngressClass")
            | ("node.k8s.io", "RuntimeClass")
            | ("rbac.authorization.k8s.io", "ClusterRole" | "ClusterRoleBinding")
            | ("scheduling.k8s.io", "PriorityClass")
            | ("storage.k8s.io", "CSIDriver" | "CSINode" | "StorageClass" | "VolumeAttachment") => &["v1", "v1beta1"],
            ("flowcontrol.apiserver.k8s.io", "FlowSchema" | "PriorityLevelConfiguration")
            | ("policy", "PodSecurityPolicy") => &["v1beta1"],
            _ => &[],
        };
        versions.contains(&&*self.version)
    }
}

/// What names a resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Id {
    /// What it is.
    pub(super) gvk: Gvk,
    /// Its name.
    pub(super) name: Arc<str>,
    /// Its namespace; empty where none is said.
    pub(super) namespace: Arc<str>,
}

/// The namespace of what has none.
pub(super) const NO_NAMESPACE: &str = "_non_namespaceable_";

impl Id {
    /// The id of a resource.
    pub(super) fn of(root: &Node) -> Self {
        let metadata = |key: &str| root.at(&["metadata", key]).and_then(scalar_text).unwrap_or_default();
        Self {
            gvk: Gvk::new(root.str_at(&["apiVersion"]).unwrap_or_default(), root.str_at(&["kind"]).unwrap_or_default()),
            name: metadata("name"),
            namespace: metadata("namespace"),
        }
    }

    /// The namespace that it is in: `default` where none is said, and none of all where the kind has none.
    pub(super) fn effective_namespace(&self) -> &str {
        if self.gvk.is_cluster_scoped() {
            NO_NAMESPACE
        } else if self.namespace.is_empty() {
            "default"
        } else {
            &self.namespace
        }
    }

    /// Whether both name the same resource.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.name == other.name && self.gvk == other.gvk && self.effective_namespace() == other.effective_namespace()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `", self.gvk.kind)?;
        if !self.namespace.is_empty() {
            write!(f, "{}/", self.namespace)?;
        }
        write!(f, "{}`", self.name)
    }
}

/// A scalar as a text: names may be written as numbers.
pub(super) fn scalar_text(node: &Node) -> Option<Arc<str>> {
    match &node.value {
        Value::String(text) => Some(Arc::clone(text)),
        Value::Number(seaworthy_source::Number::Integer(number)) => Some(number.to_string().into()),
        Value::Number(seaworthy_source::Number::Float(number)) => Some(number.to_string().into()),
        Value::Bool(value) => Some(value.to_string().into()),
        _ => None,
    }
}
