//! One document to resources.

use std::sync::Arc;

use super::{kinds, pods};
use crate::source::{Node, Value};
use crate::world::Resource;

/// What a document turns out to be.
pub(super) enum Meaning {
    /// Resources: one, or those of a list.
    Resources(Vec<Resource>),
    /// Part of a resource, as a patch is.
    Partial(Box<Resource>),
    /// No manifest.
    Other,
}

/// Reads a document's root as a manifest.
pub(super) fn meaning(root: Node, reported: bool) -> Meaning {
    let (Some(api_version), Some(kind)) = (root.str_at(&["apiVersion"]), root.str_at(&["kind"])) else {
        return Meaning::Other;
    };
    let is_list = kind.ends_with("List") && matches!(root.get("items").map(|items| &items.value), Some(Value::List(_)));
    if is_list {
        return list(root, reported);
    }
    let (api_version, kind) = (api_version.to_owned(), kind.to_owned());
    let (group, version) = api_version.split_once('/').unwrap_or(("", &api_version));
    let partial = is_partial(group, version, &kind, &root);
    let metadata = |key: &str| root.at(&["metadata", key]).and_then(Node::as_written);
    let name =
        metadata("name").map(str::to_owned).or_else(|| metadata("generateName").map(|start| format!("{start}*")));
    let resource = Resource {
        group: group.into(),
        version: version.into(),
        kind: kind.as_str().into(),
        namespace: metadata("namespace").map(Arc::from),
        name: name.unwrap_or_default().into(),
        pods: pods::pods(group, &kind, &root),
        reported,
        namespace_is_open: false,
        rewritten: Vec::new(),
        object: root,
    };
    if partial { Meaning::Partial(Box::new(resource)) } else { Meaning::Resources(vec![resource]) }
}

/// The items of `kind: List` and its typed relatives. Lists of lists occur, and their depth is the parser's business.
fn list(root: Node, reported: bool) -> Meaning {
    let Value::Map(map) = root.value else { return Meaning::Other };
    let items = map.into_entries().into_iter().find(|entry| &*entry.key == "items").map(|entry| entry.value.value);
    let Some(Value::List(items)) = items else { return Meaning::Other };
    let resources = items.into_iter().flat_map(|item| match meaning(item, reported) {
        Meaning::Resources(resources) => resources,
        _ => Vec::new(),
    });
    Meaning::Resources(resources.collect())
}

/// Objects that no cluster would take: strategic merge patches look like this.
fn is_partial(group: &str, version: &str, kind: &str, root: &Node) -> bool {
    let without_selector = kinds::needs_selector(group, version, kind) && root.at(&["spec", "selector"]).is_none();
    without_selector || root.get("$patch").is_some()
}
