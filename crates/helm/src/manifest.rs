//! The text that `helm template` prints. Sources: Helm 3's `pkg/releaseutil`, Helm 4's `pkg/release/v1/util`.

use std::sync::LazyLock;

use regex::Regex;

use super::Semantics;
use super::render::RenderedTemplate;
use seaworthy_source::{Node, Sources, yaml};

/// The order in which Helm installs kinds; those that it does not know come last, by name.
const ORDER: &[&str] = &[
    "PriorityClass",
    "Namespace",
    "NetworkPolicy",
    "ResourceQuota",
    "LimitRange",
    "PodSecurityPolicy",
    "PodDisruptionBudget",
    "ServiceAccount",
    "Secret",
    "SecretList",
    "ConfigMap",
    "StorageClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "CustomResourceDefinition",
    "ClusterRole",
    "ClusterRoleList",
    "ClusterRoleBinding",
    "ClusterRoleBindingList",
    "Role",
    "RoleList",
    "RoleBinding",
    "RoleBindingList",
    "Service",
    "DaemonSet",
    "Pod",
    "ReplicationController",
    "ReplicaSet",
    "Deployment",
    "HorizontalPodAutoscaler",
    "StatefulSet",
    "Job",
    "CronJob",
    "IngressClass",
    "Ingress",
    "APIService",
];

/// What Helm 4 installs after those.
const ORDER_OF_HELM_4: &[&str] = &["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

/// The events that a hook can wait for.
const EVENTS: &[&str] = &[
    "pre-install",
    "post-install",
    "pre-delete",
    "post-delete",
    "pre-upgrade",
    "post-upgrade",
    "pre-rollback",
    "post-rollback",
    "test",
    "test-success",
];

fn is_event(name: &str) -> bool {
    EVENTS.contains(&name.trim().to_lowercase().as_str())
}

/// Helm splits a text at each line that begins with three dashes, wherever that is.
static SEPARATOR: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:^|\s*\n)---\s*").ok());
static SEPARATOR_OF_HELM_4: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?m)^---[ \t]*").ok());

struct Manifest<'a> {
    source: &'a str,
    text: String,
    kind: String,
    is_hook: bool,
}

/// Prints the manifests in Helm's order, hooks behind.
pub(super) fn print(templates: &[RenderedTemplate], semantics: Semantics) -> Result<String, String> {
    let mut manifests = Vec::new();
    let mut sorted: Vec<&RenderedTemplate> =
        templates.iter().filter(|template| !template.name.ends_with("NOTES.txt")).collect();
    sorted.sort_by(|a, b| a.name.cmp(&b.name));
    for template in sorted {
        for text in documents(&template.text, semantics) {
            let root = head(&text).map_err(|error| format!("YAML parse error on {}: {error}", template.name))?;
            let hook = root.as_ref().and_then(|root| root.str_at(&["metadata", "annotations", "helm.sh/hook"]));
            // Helm leaves out hooks for events that it does not know (`crd-install` of Helm 2).
            if hook.is_some_and(|events| events.split(',').any(|event| !is_event(event))) {
                continue;
            }
            let is_hook = hook.is_some();
            let kind = root.as_ref().and_then(|root| root.str_at(&["kind"])).unwrap_or_default().to_owned();
            manifests.push(Manifest { source: &template.name, text, kind, is_hook });
        }
    }
    let order: Vec<&str> = match semantics {
        Semantics::Helm3 => ORDER.to_vec(),
        Semantics::Helm4 => [ORDER, ORDER_OF_HELM_4].concat(),
    };
    let rank = |manifest: &Manifest<'_>| order.iter().position(|kind| *kind == manifest.kind);
    manifests.sort_by(|a, b| match (rank(a), rank(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => std::cmp::Ordering::Less,
        (None, Some(_)) => std::cmp::Ordering::Greater,
        (None, None) => a.kind.cmp(&b.kind),
    });
    let (hooks, resources): (Vec<_>, Vec<_>) = manifests.into_iter().partition(|manifest| manifest.is_hook);
    let text = |manifests: &[Manifest<'_>]| -> String {
        manifests.iter().map(|it| format!("---\n# Source: {}\n{}\n", it.source, it.text)).collect()
    };
    Ok(format!("{}\n{}", text(&resources).trim(), text(&hooks)))
}

/// The documents of a text that say something. Helm 4 leaves in what follows a document: it may end a block scalar.
fn documents(text: &str, semantics: Semantics) -> Vec<String> {
    let (separator, trim): (_, fn(&str) -> &str) = match semantics {
        Semantics::Helm3 => (&*SEPARATOR, str::trim),
        Semantics::Helm4 => (&*SEPARATOR_OF_HELM_4, str::trim_start),
    };
    let Some(separator) = separator else { return Vec::new() };
    separator.split(trim(text)).map(trim).filter(|part| !part.trim().is_empty()).map(str::to_owned).collect()
}

fn head(text: &str) -> Result<Option<Node>, String> {
    let sources = Sources::default();
    let file = sources.add(Default::default(), String::new(), text.to_owned());
    match yaml::parse(&file).documents.into_iter().next() {
        None => Ok(None),
        Some(document) => match (document.root, document.problems.into_iter().next()) {
            (Some(root), _) => Ok(Some(root)),
            (None, problem) => Err(problem.map(|problem| problem.message).unwrap_or_default()),
        },
    }
}
