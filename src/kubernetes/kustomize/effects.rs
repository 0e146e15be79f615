//! What the kustomizations of a unit do to the files that they reach.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Kustomization, Patch};
use crate::source::{Unknown, Value};
use crate::world::Resource;

/// The kustomizations of a unit, ready to be asked about a file.
pub(in crate::kubernetes) struct Effects<'a> {
    /// For each file that is a resource of some kustomization, those that reach it, through others, too.
    reaching: BTreeMap<PathBuf, Vec<&'a Kustomization>>,
    other_uses: BTreeSet<&'a Path>,
}

impl<'a> Effects<'a> {
    pub(in crate::kubernetes) fn of(kustomizations: &'a [Kustomization]) -> Self {
        let by_folder: BTreeMap<&Path, &Kustomization> =
            kustomizations.iter().map(|kustomization| (kustomization.folder.as_path(), kustomization)).collect();
        let mut reaching: BTreeMap<PathBuf, Vec<&Kustomization>> = BTreeMap::new();
        for kustomization in kustomizations {
            for file in files(kustomization, &by_folder) {
                reaching.entry(file.to_path_buf()).or_default().push(kustomization);
            }
        }
        let other_uses = kustomizations.iter().flat_map(|kustomization| &kustomization.other_uses);
        Self { reaching, other_uses: other_uses.map(PathBuf::as_path).collect() }
    }

    /// Whether no kustomization is there at all.
    pub(in crate::kubernetes) fn is_empty(&self) -> bool {
        self.reaching.is_empty() && self.other_uses.is_empty()
    }

    /// Whether some kustomization takes the file in as a resource.
    pub(in crate::kubernetes) fn is_resource(&self, file: &Path) -> bool {
        self.reaching.contains_key(file)
    }

    /// Whether the file is a patch or alike, and no resource.
    pub(in crate::kubernetes) fn is_other_use(&self, file: &Path) -> bool {
        self.other_uses.contains(file) && !self.is_resource(file)
    }

    /// Marks what kustomizations rewrite in a resource of the file: what is deployed is not what is written there.
    pub(in crate::kubernetes) fn mark(&self, file: &Path, resource: &mut Resource) {
        for kustomization in self.reaching.get(file).into_iter().flatten() {
            resource.namespace_is_open |= kustomization.sets_namespace;
            if kustomization.replicas.contains(&*resource.name) {
                resource.rewritten.push(crate::source::Path::default().key("spec").key("replicas"));
            }
            let paths: Vec<_> =
                kustomization.patches.iter().flat_map(|patch: &Patch| patch.rewritten(resource)).collect();
            resource.rewritten.extend(paths);
            mark_images(resource, &kustomization.images);
        }
    }
}

/// The files that a kustomization takes in, by itself and through others. Cycles are somebody else's fault, and end.
fn files<'a>(start: &'a Kustomization, by_folder: &BTreeMap<&Path, &'a Kustomization>) -> BTreeSet<&'a Path> {
    let mut files = BTreeSet::new();
    let mut seen = BTreeSet::from([start.folder.as_path()]);
    let mut open = vec![start];
    while let Some(kustomization) = open.pop() {
        for resource in &kustomization.resources {
            match by_folder.get(resource.as_path()) {
                Some(other) if seen.insert(resource) => open.push(other),
                Some(_) => {}
                None => {
                    files.insert(resource.as_path());
                }
            }
        }
    }
    files
}

/// Marks the images whose tags are set elsewhere as unknown.
fn mark_images(resource: &mut Resource, names: &BTreeSet<String>) {
    if names.is_empty() {
        return;
    }
    let containers = resource.pods.iter().flat_map(|pod| &pod.containers);
    let paths: Vec<_> = containers.map(|container| container.path.key("image")).collect();
    for path in paths {
        let Some(node) = path.find_mut(&mut resource.object) else { continue };
        if let Value::String(image) = &node.value
            && names.contains(without_tag(image))
        {
            let written = Arc::clone(image);
            node.value =
                Value::Unknown(Arc::new(Unknown { cause: "set by a kustomization".into(), written, set: true }));
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
