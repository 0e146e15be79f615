//! What a patch rewrites: whose resource, and which paths in it.

use std::path::Path as FilePath;

use regex::Regex;

use crate::source::{Node, Path, Sources, Value};
use crate::world::Resource;
use crate::yaml;

/// A patch of a kustomization.
#[derive(Debug)]
pub(super) struct Patch {
    target: Target,
    change: Change,
}

#[derive(Debug)]
enum Change {
    /// A strategic merge patch: what it holds is merged in.
    Merge(Node),
    /// The paths of a JSON patch's operations.
    Json(Vec<Vec<String>>),
}

/// What a patch is for. Each part is a regular expression for the whole text, as kustomize has it; a missing part fits all.
#[derive(Debug, Default)]
struct Target {
    kind: Option<Regex>,
    name: Option<Regex>,
}

/// The patches of a kustomization: in files or in its own text, with a target or with one in themselves.
pub(super) fn patches(root: &Node, folder: &FilePath, sources: &Sources) -> Vec<Patch> {
    let mut patches = Vec::new();
    for item in root.items_at(&["patchesStrategicMerge"]) {
        patches.extend(item.as_written().into_iter().flat_map(|text| read(text, None, folder, sources)));
    }
    for item in ["patches", "patchesJson6902"].iter().flat_map(|key| root.items_at(&[key])) {
        let text = item.get("patch").or_else(|| item.get("path")).and_then(Node::as_written);
        patches.extend(text.into_iter().flat_map(|text| read(text, item.get("target"), folder, sources)));
    }
    patches
}

/// Reads patches from a path, or from a text of several lines.
fn read(text: &str, target: Option<&Node>, folder: &FilePath, sources: &Sources) -> Vec<Patch> {
    let inline = text.contains('\n') || text.trim_start().starts_with(['{', '[']);
    let text = if inline { Some(text.to_owned()) } else { std::fs::read_to_string(folder.join(text)).ok() };
    let Some(text) = text else { return Vec::new() };
    let file = sources.add(folder.to_path_buf(), "a patch".to_owned(), text);
    let documents = yaml::parse(&file).documents.into_iter().filter_map(|document| document.root);
    documents.map(|root| Patch::of(root, target)).collect()
}

impl Patch {
    fn of(root: Node, target: Option<&Node>) -> Self {
        let of = |node: &Node, path: &[&str]| node.str_at(path).and_then(whole);
        let target = match target {
            Some(node) => Target { kind: of(node, &["kind"]), name: of(node, &["name"]) },
            None => {
                let exactly = |path: &[&str]| root.str_at(path).and_then(|text| whole(&regex::escape(text)));
                Target { kind: exactly(&["kind"]), name: exactly(&["metadata", "name"]) }
            }
        };
        let change = match &root.value {
            Value::List(operations) => Change::Json(operations.iter().filter_map(pointer).collect()),
            _ => Change::Merge(root),
        };
        Self { target, change }
    }

    /// The paths of the resource that the patch rewrites, if it is for it.
    pub(super) fn rewritten(&self, resource: &Resource) -> Vec<Path> {
        let fits = |pattern: &Option<Regex>, text: &str| pattern.as_ref().is_none_or(|pattern| pattern.is_match(text));
        if !fits(&self.target.kind, &resource.kind) || !fits(&self.target.name, &resource.name) {
            return Vec::new();
        }
        match &self.change {
            Change::Json(pointers) => pointers.iter().map(|pointer| resolved(pointer, &resource.object)).collect(),
            Change::Merge(patch) if patch.str_at(&["$patch"]).is_some() => vec![Path::default()],
            Change::Merge(patch) => {
                let mut paths = Vec::new();
                let identity = ["apiVersion", "kind", "metadata"];
                let entries = patch.as_map().into_iter().flatten();
                for entry in entries.filter(|entry| !identity.contains(&&*entry.key)) {
                    merged(&entry.value, resource.object.get(&entry.key), Path::default().key(&entry.key), &mut paths);
                }
                for entry in
                    patch.entries_at(&["metadata"]).filter(|entry| !matches!(&*entry.key, "name" | "namespace"))
                {
                    let path = Path::default().key("metadata").key(&entry.key);
                    merged(&entry.value, resource.object.at(&["metadata", &entry.key]), path, &mut paths);
                }
                paths
            }
        }
    }
}

/// A regular expression for a whole text; none where it cannot be read.
fn whole(pattern: &str) -> Option<Regex> {
    Regex::new(&format!("^(?:{pattern})$")).ok()
}

/// The steps of an operation's JSON pointer (RFC 6901).
fn pointer(operation: &Node) -> Option<Vec<String>> {
    let path = operation.str_at(&["path"])?;
    Some(path.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect())
}

/// A pointer as a path: numbers are indexes where there is a list, and `-` is the list itself.
fn resolved(pointer: &[String], object: &Node) -> Path {
    let mut path = Path::default();
    let mut node = Some(object);
    for step in pointer {
        let is_list = node.is_some_and(|node| matches!(node.value, Value::List(_)));
        match (is_list, step.parse::<usize>()) {
            (true, Ok(index)) => path = path.index(index),
            (true, Err(_)) => break,
            _ => path = path.key(step),
        }
        node = path.find(object);
    }
    path
}

/// Collects the paths that a merge writes. Lists of named items are merged by name; any other list is replaced.
fn merged(patch: &Node, base: Option<&Node>, path: Path, paths: &mut Vec<Path>) {
    match (&patch.value, base) {
        (Value::Map(map), _) if map.get("$patch").is_none() && !map.is_empty() => {
            for entry in map {
                merged(&entry.value, base.and_then(|base| base.get(&entry.key)), path.key(&entry.key), paths);
            }
        }
        (Value::List(items), Some(base)) if items.iter().all(|item| item.str_at(&["name"]).is_some()) => {
            for item in items {
                let same = |other: &Node| other.str_at(&["name"]) == item.str_at(&["name"]);
                let Some(index) = base.items().iter().position(same) else { continue };
                for entry in item.as_map().into_iter().flatten().filter(|entry| &*entry.key != "name") {
                    let base = base.items()[index].get(&entry.key);
                    merged(&entry.value, base, path.index(index).key(&entry.key), paths);
                }
            }
        }
        _ => paths.push(path),
    }
}
