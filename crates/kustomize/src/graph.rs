//! Which kustomizations use which: those that no other one uses are what somebody deploys.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::documents::Documents;
use super::file::Kustomization;
use seaworthy_source::{Node, Value, normalized};

/// The kustomizations of a scan by their folders, as [`normalized`] names them.
#[derive(Debug)]
pub struct Graph {
    folders: BTreeMap<PathBuf, Mentions>,
}

/// What a kustomization mentions.
#[derive(Debug, Default)]
struct Mentions {
    is_component: bool,
    /// What it uses: files and folders, from the root of the file system.
    uses: BTreeSet<PathBuf>,
    /// Everything in it that may be the path of a file or folder.
    paths: BTreeSet<PathBuf>,
}

impl Graph {
    /// Reads the kustomizations of these folders. What cannot be read mentions nothing.
    pub fn read(folders: &[PathBuf], documents: &Documents<'_>) -> Self {
        let read = |folder: &PathBuf| {
            let mut mentions = Mentions::default();
            if let Ok(kustomization) = Kustomization::read(folder, documents) {
                mentions.is_component = kustomization.is_component();
                collect(&kustomization.root, folder, &mut mentions.paths);
                for key in ["resources", "bases", "components", "generators", "transformers", "validators"] {
                    let texts = kustomization.texts(key);
                    mentions.uses.extend(texts.iter().map(|text| normalized(&folder.join(&*text.text))));
                }
            }
            (normalized(folder), mentions)
        };
        Self { folders: folders.iter().map(read).collect() }
    }

    /// Whether the folder's kustomization is a component.
    pub fn is_component(&self, folder: &Path) -> bool {
        self.folders.get(folder).is_some_and(|mentions| mentions.is_component)
    }

    /// The kustomizations that no other one uses. Components are none, as they cannot be built by themselves; of a ring of
    /// kustomizations the first one is.
    pub fn roots(&self) -> BTreeSet<&Path> {
        let wholes = || self.folders.iter().filter(|(_, mentions)| !mentions.is_component).map(|(folder, _)| &**folder);
        let mut used: BTreeSet<&Path> = BTreeSet::new();
        for folder in wholes() {
            // A component only counts through those that use it.
            let mut reached = self.reached(folder);
            reached.remove(folder);
            used.extend(reached);
        }
        let mut roots: BTreeSet<&Path> = wholes().filter(|folder| !used.contains(folder)).collect();
        let mut reached: BTreeSet<&Path> = roots.iter().flat_map(|root| self.reached(root)).collect();
        for folder in wholes() {
            if !reached.contains(folder) {
                roots.insert(folder);
                reached.extend(self.reached(folder));
            }
        }
        roots
    }

    /// Whether a kustomization, or one that it uses, mentions one of the files or is one of them.
    pub fn concerns(&self, folder: &Path, files: &BTreeSet<PathBuf>) -> bool {
        self.reached(folder).into_iter().any(|folder| {
            let is_own = |file: &PathBuf| file.parent() == Some(folder) && super::is_kustomization(file);
            files.iter().any(is_own)
                || self.folders.get(folder).is_some_and(|mentions| {
                    mentions.paths.iter().any(|path| {
                        // A folder may be mentioned for what is in it, as the home of charts.
                        files.contains(path)
                            || files.range(path.clone()..).next().is_some_and(|file| file.starts_with(path))
                    })
                })
        })
    }

    /// The kustomizations that a kustomization uses, itself among them.
    fn reached<'a>(&'a self, folder: &'a Path) -> BTreeSet<&'a Path> {
        let mut reached = BTreeSet::from([folder]);
        let mut open = vec![folder];
        while let Some(folder) = open.pop() {
            for path in self.folders.get(folder).into_iter().flat_map(|mentions| &mentions.uses) {
                if self.folders.contains_key(path) && reached.insert(path) {
                    open.push(path);
                }
            }
        }
        reached
    }
}

/// Collects whatever text may be a path: `base`, `name=file`.
fn collect(node: &Node, folder: &Path, paths: &mut BTreeSet<PathBuf>) {
    match &node.value {
        Value::String(text) if !text.contains('\n') && !text.contains("://") => {
            for text in [Some(&**text), text.split_once('=').map(|(_, path)| path)].into_iter().flatten() {
                let path = normalized(&folder.join(text));
                if path != normalized(folder) {
                    paths.insert(path);
                }
            }
        }
        Value::List(items) => items.iter().for_each(|item| collect(item, folder, paths)),
        Value::Map(map) => map.iter().for_each(|entry| collect(&entry.value, folder, paths)),
        _ => {}
    }
}
