//! Manifests that something else fills in before they are applied.

use std::sync::Arc;

use seaworthy_source::yaml::Document;
use seaworthy_source::{Node, SourceFile, Unknown, Value};

const FILLED_IN: &str = "filled in before the manifest is applied";

/// Marks texts that hold a placeholder as unknown: what will stand there is not decided here.
pub(super) fn mark_unknown(file: &SourceFile, root: &mut Node) {
    if has_marks(file.text()) || file.text().contains("${") {
        mark(root);
    }
}

/// The same for a value that is shared: it is copied where there is something to mark.
pub(crate) fn with_placeholders(root: &Arc<Node>) -> Arc<Node> {
    let mut root = Arc::clone(root);
    if holds_placeholder(&root) {
        mark(Arc::make_mut(&mut root));
    }
    root
}

fn holds_placeholder(node: &Node) -> bool {
    match &node.value {
        Value::String(text) => is_placeholder(text),
        Value::List(items) => items.iter().any(holds_placeholder),
        Value::Map(map) => map.iter().any(|entry| holds_placeholder(&entry.value)),
        _ => false,
    }
}

fn mark(node: &mut Node) {
    match &mut node.value {
        Value::String(text) if is_placeholder(text) => {
            node.value =
                Value::Unknown(Arc::new(Unknown { cause: FILLED_IN.into(), written: Arc::clone(text), set: true }));
        }
        Value::List(items) => items.iter_mut().for_each(mark),
        Value::Map(map) => map.values_mut().for_each(mark),
        _ => {}
    }
}

/// A text of one line with a placeholder in it. Longer texts are programs and files that bring their own braces.
fn is_placeholder(text: &str) -> bool {
    if !text.contains(['{', '<']) {
        return false;
    }
    let between = |open: &str, close: &str| text.split_once(open).is_some_and(|(_, rest)| rest.contains(close));
    !text.contains('\n') && (between("{{", "}}") || between("${", "}") || between("<%", "%>") || between("{%", "%}"))
}

/// Whether the broken document is a template of a manifest.
pub(super) fn is_template(file: &SourceFile, document: &Document) -> bool {
    document.root.is_none() && has_marks(&file.text()[document.span.range()])
}

/// Whether the text of a broken document shows that it is meant to be a manifest: it has both keys, however it is laid
/// out.
pub(super) fn looks_like_manifest(text: &str) -> bool {
    has_key(text, "apiVersion") && has_key(text, "kind")
}

fn has_key(text: &str, key: &str) -> bool {
    text.match_indices(key).any(|(at, _)| {
        let starts = text[..at].chars().next_back().is_none_or(|before| " \t\n\r\"'{,-".contains(before));
        starts && text[at + key.len()..].trim_start_matches(['"', '\'', ' ', '\t']).starts_with(':')
    })
}

fn has_marks(text: &str) -> bool {
    ["{{", "{%", "<%"].iter().any(|mark| text.contains(mark))
}
