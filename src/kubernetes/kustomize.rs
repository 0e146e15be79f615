//! Kustomizations: recognised, so that a patch is never judged as if it were a resource.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::discover::normalized;
use crate::source::Node;

/// The group of Kustomization and Component.
const GROUP: &str = "kustomize.config.k8s.io";

/// Whether the document is a kustomization: by its kind, or by the file's name, as kustomize itself does.
pub(super) fn is_kustomization(path: &Path, root: &Node) -> bool {
    let by_name = path.file_name().is_some_and(|name| {
        ["kustomization.yaml", "kustomization.yml", "Kustomization"].iter().any(|known| name == *known)
    });
    match root.str_at(&["apiVersion"]) {
        Some(version) => version.split('/').next() == Some(GROUP),
        None => by_name,
    }
}

/// The files that a kustomization uses as something else than a resource: patches, and what generators read.
pub(super) fn other_uses(path: &Path, root: &Node) -> BTreeSet<PathBuf> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut uses = BTreeSet::new();
    let mut add = |node: Option<&Node>| {
        // An inline patch is a text of several lines, not a path.
        if let Some(text) = node.and_then(Node::as_str).filter(|text| !text.contains('\n')) {
            uses.insert(normalized(&folder.join(text)));
        }
    };
    for key in ["patchesStrategicMerge", "configurations", "transformers", "generators", "validators", "crds"] {
        root.items_at(&[key]).iter().for_each(|item| add(Some(item)));
    }
    for key in ["patches", "patchesJson6902", "replacements"] {
        root.items_at(&[key]).iter().for_each(|item| add(item.get("path")));
    }
    for key in ["configMapGenerator", "secretGenerator"] {
        for generator in root.items_at(&[key]) {
            for file in generator.items_at(&["files"]) {
                // `name=path`, or a path alone.
                if let Some(text) = file.as_str() {
                    let path = text.split_once('=').map_or(text, |(_, path)| path);
                    uses.insert(normalized(&folder.join(path)));
                }
            }
        }
    }
    for chart in root.items_at(&["helmCharts"]) {
        if let Some(values) = chart.str_at(&["valuesFile"]) {
            uses.insert(normalized(&folder.join(values)));
        }
    }
    uses
}
