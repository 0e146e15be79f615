use std::fmt;
use std::sync::Arc;

use super::{Naming, Platform};
use seaworthy_source::{FileId, Node, Path};

/// Something that gets deployed.
#[derive(Debug, Clone)]
pub struct Resource {
    /// What it is deployed by.
    pub platform: &'static Platform,
    /// API group; empty for Kubernetes' core, and for Terraform.
    pub group: Arc<str>,
    /// API version without the group; empty for Terraform.
    pub version: Arc<str>,
    /// Kind; for Terraform the type: `aws_s3_bucket`, `data.aws_iam_policy_document`.
    pub kind: Arc<str>,
    /// Namespace, where the manifest names one: without one it is decided when the manifest is applied. For Terraform
    /// the module.
    pub namespace: Option<Arc<str>>,
    /// Name; a generated name ends in `*`.
    pub name: Arc<str>,
    /// Names it within its unit: `apps/v1/Deployment/prod/web`, without a namespace `v1/Service/web`; for Terraform as
    /// Terraform prints it.
    pub address: Arc<str>,
    /// The whole object; for Terraform its arguments and blocks. Overlays share what they do not change.
    pub object: Arc<Node>,
    /// The addresses of the resources that its values refer to.
    pub references: Vec<Arc<str>>,
    /// The pods that it brings about.
    pub pods: Vec<Pod>,
    /// Whether findings on it are reported; otherwise it is context for others.
    pub reported: bool,
    /// The kustomization that builds it, as reports name its folder.
    pub overlay: Option<Arc<str>>,
    /// Whether something else sets its namespace before it is applied.
    pub namespace_is_open: bool,
    /// Paths that something else rewrites before it is applied.
    pub rewritten: Vec<Path>,
}

/// A template of pods within a resource.
#[derive(Debug, Clone)]
pub struct Pod {
    /// Tells the templates of one resource apart; empty where there is only one sort.
    pub role: Arc<str>,
    /// Path of the object that holds the pods' metadata and spec.
    pub path: Path,
    /// Path of their spec.
    pub spec_path: Path,
    /// Whether an operator completes it from elsewhere: what is missing here may be set there.
    pub partial: bool,
    /// Containers in the order in which they start.
    pub containers: Vec<Container>,
}

/// A container of a pod.
#[derive(Debug, Clone)]
pub struct Container {
    /// Its name; empty where none is given.
    pub name: Arc<str>,
    /// Its part in the pod.
    pub kind: ContainerKind,
    /// Its path from the resource's root.
    pub path: Path,
}

/// The parts that a container can play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContainerKind {
    /// Runs as long as the pod.
    Container,
    /// Runs to its end before the others start.
    Init,
    /// An init container that keeps running.
    Sidecar,
    /// Added to a running pod for debugging.
    Ephemeral,
}

impl ContainerKind {
    /// The name that policies use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Container => "container",
            Self::Init => "init",
            Self::Sidecar => "sidecar",
            Self::Ephemeral => "ephemeral",
        }
    }
}

impl Resource {
    /// `apps/v1/Deployment`; `v1/Service` in the core group; `aws_s3_bucket`; `helm/Chart`.
    #[must_use]
    pub fn type_name(&self) -> String {
        match self.platform.naming {
            Naming::Address => self.kind.to_string(),
            Naming::BelowPlatform => format!("{}/{}", self.platform, self.kind),
            Naming::Kind => type_by_kind(&self.group, &self.version, &self.kind),
        }
    }

    /// The address that a Kubernetes object goes by.
    #[must_use]
    pub fn kubernetes_address(group: &str, version: &str, kind: &str, namespace: Option<&str>, name: &str) -> Arc<str> {
        let type_name = type_by_kind(group, version, kind);
        match namespace {
            Some(namespace) => format!("{type_name}/{namespace}/{name}").into(),
            None => format!("{type_name}/{name}").into(),
        }
    }

    /// The namespace that it will live in, where that is decided.
    #[must_use]
    pub fn home(&self) -> Option<&str> {
        self.namespace.as_deref().filter(|_| !self.namespace_is_open)
    }

    /// The file that declares it.
    #[must_use]
    pub fn file(&self) -> FileId {
        self.object.span.file
    }

    /// The node at the root of a pod's template.
    #[must_use]
    pub fn pod_metadata(&self, pod: &Pod) -> Option<&Node> {
        pod.path.key("metadata").find(&self.object)
    }

    /// The node of a pod's spec.
    #[must_use]
    pub fn pod_spec(&self, pod: &Pod) -> Option<&Node> {
        pod.spec_path.find(&self.object)
    }

    /// Whether it has this kind in this group, whatever the version.
    #[must_use]
    pub fn is(&self, group: &str, kind: &str) -> bool {
        &*self.group == group && &*self.kind == kind
    }
}

fn type_by_kind(group: &str, version: &str, kind: &str) -> String {
    match group {
        "" => format!("{version}/{kind}"),
        group => format!("{group}/{version}/{kind}"),
    }
}

impl fmt::Display for Resource {
    /// For people: `Deployment prod/web`, `module.logs.aws_s3_bucket.this`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.namespace {
            _ if self.platform.naming == Naming::Address => f.write_str(&self.address),
            Some(namespace) => write!(f, "{} {namespace}/{}", self.kind, self.name),
            None => write!(f, "{} {}", self.kind, self.name),
        }
    }
}
