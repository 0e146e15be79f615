//! The order in which resources are printed.
//!
//! Source: `SortOrderTransformer` of kustomize.

use std::cmp::Ordering;

use super::file::{field, text, texts};
use super::id::{Gvk, Id};
use super::resource::Resource;
use seaworthy_source::{Entry, Span};

const FIRST: [&str; 22] = [
    "Namespace",
    "ResourceQuota",
    "StorageClass",
    "CustomResourceDefinition",
    "ServiceAccount",
    "PodSecurityPolicy",
    "Role",
    "ClusterRole",
    "RoleBinding",
    "ClusterRoleBinding",
    "ConfigMap",
    "Secret",
    "Endpoints",
    "Service",
    "LimitRange",
    "PriorityClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Deployment",
    "StatefulSet",
    "CronJob",
    "PodDisruptionBudget",
];
const LAST: [&str; 2] = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

/// Sorts as `sortOptions` say: by kind, unless they want the order in which resources come.
///
/// # Errors
/// There is no such order.
pub(super) fn sort(resources: &mut [Resource], options: Option<&Entry>) -> Result<(), (String, Span)> {
    let order = options.map(|options| text(&options.value, "order"));
    match order.as_ref().map(|order| order.as_ref().map_or("", |order| &order.text)) {
        None | Some("legacy") => {}
        Some("fifo") => return Ok(()),
        Some(_) => {
            let at = order.flatten().map(|order| order.span).or(options.map(|options| options.key_span));
            let message = "`sortOptions.order` must be legacy or fifo".to_owned();
            return at.map_or(Ok(()), |at| Err((message, at)));
        }
    }
    let listed = options.and_then(|options| field(&options.value, "legacySortOptions")).map(|entry| &entry.value);
    let kinds = |key: &str, default: &[&str]| match listed {
        Some(listed) => texts(listed, key).into_iter().map(|kind| kind.text.to_string()).collect::<Vec<_>>(),
        None => default.iter().map(|kind| (*kind).to_owned()).collect(),
    };
    let (first, last) = (kinds("orderFirst", &FIRST), kinds("orderLast", &LAST));
    let rank = |kind: &str| {
        let at = |kinds: &[String]| kinds.iter().rposition(|known| known == kind);
        match (at(&last), at(&first)) {
            (Some(at), _) => (2, at),
            (None, Some(at)) => (0, at),
            (None, None) => (1, 0),
        }
    };
    resources.sort_by(|one, other| {
        let (one, other) = (one.id(), other.id());
        rank(&one.gvk.kind)
            .cmp(&rank(&other.gvk.kind))
            .then_with(|| by_gvk(&one.gvk, &other.gvk))
            .then_with(|| names(one).cmp(&names(other)))
    });
    Ok(())
}

fn by_gvk(one: &Gvk, other: &Gvk) -> Ordering {
    let key = |gvk: &Gvk| {
        let or = |text: &str, other: &str| if text.is_empty() { other.to_owned() } else { text.to_owned() };
        format!("{}_{}_{}", or(&gvk.group, "~G"), or(&gvk.version, "~V"), or(&gvk.kind, "~K"))
    };
    let are_namespaces = &*one.kind == "Namespace" && &*other.kind == "Namespace";
    let order = key(one).cmp(&key(other));
    if are_namespaces && (one.group.is_empty() || other.group.is_empty()) { order.reverse() } else { order }
}

/// Namespace and name as the order has them: what is missing comes last.
fn names(id: &Id) -> String {
    let namespace = if id.namespace.is_empty() { "~X" } else { &id.namespace };
    let name = if id.name.is_empty() { "~N" } else { &id.name };
    format!("{namespace}|{name}")
}
