//! Kustomizations: recognised, so that a patch is never judged as if it were a resource.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::discover::normalized;
use crate::source::{Node, Unknown, Value};
use crate::world::Resource;

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

/// The names of the images whose tags a kustomization sets.
pub(super) fn image_names(root: &Node) -> impl Iterator<Item = &str> {
    root.items_at(&["images"]).iter().filter_map(|image| image.str_at(&["name"]))
}

/// Marks the images that some kustomization of the unit sets as unknown: what is deployed is not what is written here.
pub(super) fn mark_images(resource: &mut Resource, names: &BTreeSet<String>) {
    let containers = resource.pods.iter().flat_map(|pod| &pod.containers);
    let paths: Vec<_> = containers.map(|container| container.path.key("image")).collect();
    for path in paths {
        let Some(node) = path.find_mut(&mut resource.object) else { continue };
        if let Value::String(image) = &node.value
            && names.contains(without_tag(image))
        {
            let written = Arc::clone(image);
            node.value = Value::Unknown(Arc::new(Unknown { cause: "set by a kustomization", written }));
        }
    }
}

/// The name of an image without its tag and digest; a port of its registry is part of the name.
fn without_tag(image: &str) -> &str {
    let image = image.split('@').next().unwrap_or(image);
    match image.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => name,
        _ => image,
    }
}
