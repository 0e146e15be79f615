//! What a chart is rendered with.

use std::path::PathBuf;
use std::sync::Arc;

use seaworthy_source::{Node, SourceFile};

/// The version of Kubernetes that is assumed where none is given.
const KUBE_VERSION: &str = "v1.33.0";

/// The Helm whose rules hold where versions differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Semantics {
    /// A null in a chart's own values stays.
    #[default]
    Helm3,
    /// A null in a chart's own values is dropped, and `.Chart` is a map.
    Helm4,
}

/// A value given by itself, in the syntax of Helm's options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Set {
    /// `--set-json key=JSON`.
    Json(String),
    /// `--set key=value,other=value`.
    Value(String),
    /// `--set-string key=value`.
    String(String),
    /// `--set-file key=path`.
    File(String),
    /// `--set-literal key=value`.
    Literal(String),
}

/// Values that stand within another file.
#[derive(Debug, Clone)]
pub struct InlineValues {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The values, a map.
    pub root: Node,
    /// How many of the values files they win over; they lose against those behind.
    pub after: usize,
}

/// What a chart is rendered with: one unit of a scan.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// `.Release.Name`.
    pub release_name: String,
    /// `.Release.Namespace`.
    pub namespace: String,
    /// `.Capabilities.KubeVersion`, with or without `v`.
    pub kube_version: String,
    /// API versions that the cluster has beside those of Kubernetes itself: `monitoring.coreos.com/v1`.
    pub api_versions: Vec<String>,
    /// Whether `.Release.IsUpgrade` holds instead of `.Release.IsInstall`.
    pub is_upgrade: bool,
    /// Values files, the last one winning.
    pub values_files: Vec<PathBuf>,
    /// Values from somewhere else among those of files.
    pub inline: Option<InlineValues>,
    /// Values given by themselves; they win over files. Helm takes them in the order of the kinds, whatever the order here.
    pub sets: Vec<Set>,
    /// Whose rules hold.
    pub semantics: Semantics,
    /// Whether to keep track of where things come from. Without it there are texts, but no documents.
    pub origins: bool,
}

impl Default for Inputs {
    fn default() -> Self {
        Self {
            release_name: "release-name".into(),
            namespace: "default".into(),
            kube_version: KUBE_VERSION.into(),
            api_versions: Vec::new(),
            is_upgrade: false,
            values_files: Vec::new(),
            inline: None,
            sets: Vec::new(),
            semantics: Semantics::default(),
            origins: true,
        }
    }
}
