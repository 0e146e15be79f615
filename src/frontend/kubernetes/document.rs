//! One document to resources.

use std::sync::Arc;

use super::{kinds, pods};
use crate::world::{Container, Pod, Resource};
use seaworthy_source::{Node, Value};

/// What a document turns out to be.
pub(crate) enum Meaning {
    /// Resources: one, or those of a list.
    Resources(Vec<Resource>),
    /// Part of a resource, as a patch is, with what a cluster would miss in it.
    Partial(Box<Resource>, &'static str),
    /// No manifest.
    Other,
}

/// Reads a document's root as a manifest.
pub(crate) fn meaning(root: impl Into<Arc<Node>>, reported: bool) -> Meaning {
    let root = root.into();
    let (Some(api_version), Some(kind)) = (root.str_at(&["apiVersion"]), root.str_at(&["kind"])) else {
        return Meaning::Other;
    };
    let is_list = kind.ends_with("List") && matches!(root.get("items").map(|items| &items.value), Some(Value::List(_)));
    if is_list {
        return list(root, reported);
    }
    let (api_version, kind) = (api_version.to_owned(), kind.to_owned());
    let (group, version) = api_version.split_once('/').unwrap_or(("", &api_version));
    let pods = pods::pods(group, &kind, &root);
    let missing = missing_part(group, version, &kind, &root, &pods);
    let metadata = |key: &str| root.at(&["metadata", key]).and_then(Node::as_written);
    let name =
        metadata("name").map(str::to_owned).or_else(|| metadata("generateName").map(|start| format!("{start}*")));
    let namespace = metadata("namespace").map(Arc::from);
    let name: Arc<str> = name.unwrap_or_default().into();
    let resource = Resource {
        platform: &super::PLATFORM,
        address: Resource::kubernetes_address(group, version, &kind, namespace.as_deref(), &name),
        references: Vec::new(),
        group: group.into(),
        version: version.into(),
        kind: kind.as_str().into(),
        namespace,
        name,
        pods,
        reported,
        overlay: None,
        namespace_is_open: false,
        rewritten: Vec::new(),
        object: root,
    };
    match missing {
        Some(missing) => Meaning::Partial(Box::new(resource), missing),
        None => Meaning::Resources(vec![resource]),
    }
}

/// The items of `kind: List` and its typed relatives. Lists of lists occur, and their depth is the parser's business.
fn list(root: Arc<Node>, reported: bool) -> Meaning {
    let Value::Map(map) = Arc::unwrap_or_clone(root).value else { return Meaning::Other };
    let items = map.into_entries().into_iter().find(|entry| &*entry.key == "items").map(|entry| entry.value.value);
    let Some(Value::List(items)) = items else { return Meaning::Other };
    let resources = items.into_iter().flat_map(|item| match meaning(item, reported) {
        Meaning::Resources(resources) => resources,
        _ => Vec::new(),
    });
    Meaning::Resources(resources.collect())
}

/// What a cluster would refuse the object for, if it came as it is: strategic merge patches look like this.
fn missing_part(group: &str, version: &str, kind: &str, root: &Node, pods: &[Pod]) -> Option<&'static str> {
    let built_in = matches!(group, "" | "apps" | "batch");
    let mut containers = pods.iter().flat_map(|pod| &pod.containers);
    let lacks_image = |container: &Container| container.path.find(root).is_some_and(|node| node.get("image").is_none());
    if root.get("$patch").is_some() {
        Some("is a patch")
    } else if kinds::needs_selector(group, version, kind) && root.at(&["spec", "selector"]).is_none() {
        Some("has no selector")
    } else if built_in && containers.any(lacks_image) {
        Some("has a container without an image")
    } else if group == "admissionregistration.k8s.io" && kind.ends_with("WebhookConfiguration") {
        root.items_at(&["webhooks"]).is_empty().then_some("has no webhooks")
    } else {
        None
    }
}
