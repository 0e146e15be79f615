//! What is done once, when all layers are together: hashes, references, variables, order.
//!
//! Source: `makeCustomizedResMap` and `Kustomizer.Run` of kustomize.

use std::path::Path;

use super::accumulate::Accumulated;
use super::documents::Documents;
use super::edit::Change;
use super::file::{Kustomization, field};
use super::id::scalar_text;
use super::resource::Resource;
use super::{hash, order, references, vars};
use seaworthy_source::yaml::{Dialect, scalar};
use seaworthy_source::{Diagnostic, Entry, Node, Sources, Value};

/// Says that a resource is for tools only, and never applied.
const LOCAL: &str = "config.kubernetes.io/local-config";

/// What builds, as kustomize says it itself: this is the version that is followed here.
const BUILT_BY: &str = "kustomize-v5.8.1";

/// Annotations that tools leave in manifests for themselves.
const INTERNAL: [&str; 9] = [
    "internal.config.kubernetes.io/path",
    "internal.config.kubernetes.io/index",
    "internal.config.kubernetes.io/seqindent",
    "internal.config.kubernetes.io/id",
    "config.kubernetes.io/path",
    "config.kubernetes.io/index",
    "config.k8s.io/id",
    "config.kubernetes.io/origin",
    "alpha.config.kubernetes.io/transformations",
];

/// Finishes the build of a folder.
pub(super) fn finish(mut state: Accumulated, folder: &Path, documents: &Documents<'_>) -> Accumulated {
    for resource in state.resources.iter_mut().filter(|resource| resource.needs_hash) {
        hash::add(resource);
    }
    let mut problems = references::follow(&mut state.resources, &state.config);
    problems.extend(vars::resolve(&mut state.resources, &state.vars, &state.config));
    problems.retain(|problem| !(problem.is_absence && state.has_gaps));
    for problem in problems {
        let subject = documents.sources().get(problem.at.file);
        let mut diagnostic = Diagnostic::error(subject.name(), problem.message).at(problem.at, "");
        diagnostic.help = problem.help;
        state.diagnostics.push(diagnostic);
    }
    state.resources.retain(|resource| match resource.root().str_at(&["metadata", "annotations", LOCAL]) {
        Some(text) => text == "false",
        None => true,
    });
    // It was read already; where it could not be, there is nothing to sort.
    let Ok(kustomization) = Kustomization::read(folder, documents) else { return state };
    if let Err((message, at)) = order::sort(&mut state.resources, field(&kustomization.root, "sortOptions")) {
        state.diagnostics.push(Diagnostic::error(&*kustomization.name, message).at(at, ""));
    }
    // The other options say where resources come from, which is known here better.
    let metadata = kustomization.texts("buildMetadata");
    if let Some(text) = metadata.iter().find(|text| &*text.text == "managedByLabel") {
        let change = Change::at(text.span, text.span, "buildMetadata");
        state.resources.iter_mut().for_each(|resource| label(resource, &change));
    }
    for resource in &mut state.resources {
        annotations(resource, documents.sources());
    }
    state
}

fn label(resource: &mut Resource, change: &Change) {
    resource.edit(|root| {
        let metadata = change.map_at(root, "metadata");
        if let Some(labels) = metadata.and_then(|metadata| change.map_at(metadata, "labels")) {
            // A map was found or made; there is nothing to go wrong.
            let _ = change.set_entry(labels, &"app.kubernetes.io/managed-by".into(), Value::String(BUILT_BY.into()));
        }
    });
}

/// Makes all annotations texts, and takes out what is none of the cluster's business; kustomize does so in passing.
fn annotations(resource: &mut Resource, sources: &Sources) {
    let is_plain = |entry: &Entry| entry.value.as_str().is_some() && !INTERNAL.contains(&&*entry.key);
    let metadata = resource.root().get("metadata").and_then(Node::as_map);
    let Some(annotations) = metadata.and_then(|metadata| metadata.get("annotations")) else { return };
    if annotations.as_map().is_some_and(|map| !map.is_empty() && map.iter().all(is_plain)) {
        return;
    }
    resource.edit(|root| {
        let Value::Map(map) = &mut root.value else { return };
        let Some(Value::Map(metadata)) = map.get_mut("metadata").map(|node| &mut node.value) else { return };
        let Some(entry) = metadata.entry_mut("annotations") else { return };
        if let Value::Map(annotations) = &mut entry.value.value {
            INTERNAL.iter().for_each(|key| drop(annotations.remove(key)));
            annotations.values_mut().for_each(|value| as_text(value, sources));
            if !annotations.is_empty() {
                return;
            }
        }
        metadata.remove("annotations");
    });
}

/// The text of a scalar as it is written.
fn as_text(node: &mut Node, sources: &Sources) {
    if matches!(node.value, Value::Null | Value::Bool(_) | Value::Number(_)) {
        let file = sources.get(node.span.file);
        let written = file.text().get(node.span.range()).unwrap_or_default();
        // What was put there later is written otherwise.
        let is_it = scalar::resolve(written, Dialect::Kustomize) == node.value;
        let text = if is_it { Some(written.into()) } else { scalar_text(node) };
        node.value = Value::String(text.unwrap_or_default());
    }
}
