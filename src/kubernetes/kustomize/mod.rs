//! Kustomizations: recognised, not built. A patch is never judged as a resource, and what an overlay certainly rewrites in
//! a base is unknown there.

mod effects;
mod patch;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::discover::normalized;
use crate::source::{Node, Sources};
pub(super) use effects::Effects;
use patch::Patch;

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

/// What a kustomization says, as far as it matters to those who read its files one by one.
#[derive(Debug)]
pub(super) struct Kustomization {
    folder: PathBuf,
    /// Files and folders whose resources it takes in.
    resources: BTreeSet<PathBuf>,
    /// Files that it uses as something else: patches, and what generators read.
    other_uses: BTreeSet<PathBuf>,
    sets_namespace: bool,
    /// Names of images whose tags it sets.
    images: BTreeSet<String>,
    /// Names of workloads whose replicas it sets.
    replicas: BTreeSet<String>,
    patches: Vec<Patch>,
}

impl Kustomization {
    /// Reads a kustomization, and the patches that it names.
    pub(super) fn read(path: &Path, root: &Node, sources: &Sources) -> Self {
        let folder = normalized(path.parent().unwrap_or(Path::new(".")));
        let below =
            |node: &Node| node.as_str().filter(|text| !text.contains('\n')).map(|text| normalized(&folder.join(text)));
        let listed = |keys: &[&str]| keys.iter().flat_map(|key| root.items_at(&[key])).filter_map(below).collect();
        let names = |key: &str| {
            root.items_at(&[key]).iter().filter_map(|item| item.str_at(&["name"])).map(str::to_owned).collect()
        };
        Self {
            resources: listed(&["resources", "bases", "components"]),
            other_uses: other_uses(root, &folder),
            sets_namespace: root.str_at(&["namespace"]).is_some(),
            images: names("images"),
            replicas: names("replicas"),
            patches: patch::patches(root, &folder, sources),
            folder,
        }
    }
}

/// The files that a kustomization uses as something else than a resource.
fn other_uses(root: &Node, folder: &Path) -> BTreeSet<PathBuf> {
    let mut uses = BTreeSet::new();
    let mut add = |text: Option<&str>| {
        // An inline patch is a text of several lines, not a path.
        uses.extend(text.filter(|text| !text.contains('\n')).map(|text| normalized(&folder.join(text))));
    };
    for key in ["patchesStrategicMerge", "configurations", "transformers", "generators", "validators"] {
        root.items_at(&[key]).iter().for_each(|item| add(item.as_str()));
    }
    for key in ["patches", "patchesJson6902", "replacements"] {
        root.items_at(&[key]).iter().for_each(|item| add(item.str_at(&["path"])));
    }
    for generator in ["configMapGenerator", "secretGenerator"].iter().flat_map(|key| root.items_at(&[key])) {
        // `name=path`, or a path alone.
        let files = generator.items_at(&["files"]).iter().filter_map(Node::as_str);
        files.for_each(|text| add(Some(text.split_once('=').map_or(text, |(_, path)| path))));
    }
    root.items_at(&["helmCharts"]).iter().for_each(|chart| add(chart.str_at(&["valuesFile"])));
    uses
}
