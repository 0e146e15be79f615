//! `configMapGenerator` and `secretGenerator`.
//!
//! Source: `api/internal/generators` of kustomize.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::file::{field, flag, text};
use super::pairs::{Files, Pair, pairs};
use super::resource::Resource;
use super::transform::Problem;
use seaworthy_source::{Entry, Map, Node, Value};

/// What is generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    ConfigMap,
    Secret,
}

/// Generates a resource; `args` is the item of the generator, `options` those of all generators.
///
/// # Errors
/// The generator is wrong as a whole. What is wrong in a part of it is added to `problems`, and the rest is generated.
pub(super) fn generate(
    kind: Kind,
    args: &Node,
    options: Option<&Node>,
    file: &Arc<Path>,
    files: &mut dyn Files,
    problems: &mut Vec<Problem>,
) -> Result<Resource, Problem> {
    let name = field(args, "name").filter(|_| text(args, "name").is_some());
    let name = name.ok_or_else(|| Problem::new("a generator requires a name", args.span))?;
    let own = field(args, "options").map(|entry| &entry.value);
    let made = |value: Value| Node { value, span: args.span, origin: None };
    let entry = |key: &str, value: Node| Entry { key: key.into(), key_span: name.key_span, value };
    let pairs = pairs(args, files, problems);
    let mut metadata = vec![entry("name", name.value.clone())];
    if let Some(namespace) = field(args, "namespace") {
        metadata.push(Entry { key: "namespace".into(), ..namespace.clone() });
    }
    for key in ["labels", "annotations"] {
        let merged = merged_texts(own, options, key);
        if !merged.is_empty() {
            metadata.push(entry(key, made(Value::Map(merged.into()))));
        }
    }
    let kind_name = if kind == Kind::Secret { "Secret" } else { "ConfigMap" };
    let mut root = vec![
        entry("apiVersion", made(Value::String("v1".into()))),
        entry("kind", made(Value::String(kind_name.into()))),
        entry("metadata", made(Value::Map(metadata.into()))),
    ];
    if kind == Kind::Secret {
        let value = match field(args, "type") {
            Some(given) => Entry { key: "type".into(), ..given.clone() },
            None => entry("type", made(Value::String("Opaque".into()))),
        };
        root.push(value);
    }
    let is_set = |key: &str| own.is_some_and(|own| flag(own, key)) || options.is_some_and(|options| flag(options, key));
    root.extend(data(kind, pairs).into_iter().map(|(key, map)| entry(key, made(Value::Map(map)))));
    if is_set("immutable") {
        root.push(entry("immutable", made(Value::Bool(true))));
    }
    let root = Node { value: Value::Map(root.into()), span: args.span, origin: None };
    let mut resource = Resource::new(Arc::new(root), Arc::clone(file));
    resource.needs_hash = !is_set("disableNameSuffixHash");
    Ok(resource)
}

/// The data of what is generated, by the fields that hold it.
fn data(kind: Kind, pairs: Vec<Pair>) -> Vec<(&'static str, Map)> {
    let mut fields: BTreeMap<&'static str, Vec<Entry>> = BTreeMap::new();
    if kind == Kind::Secret {
        fields.insert("data", Vec::new());
    }
    for pair in pairs {
        let (field, text) = match (kind, String::from_utf8(pair.value)) {
            (Kind::ConfigMap, Ok(text)) => ("data", text),
            (Kind::ConfigMap, Err(error)) => ("binaryData", encoded(error.as_bytes())),
            (Kind::Secret, Ok(text)) => ("data", encoded(text.as_bytes())),
            (Kind::Secret, Err(error)) => ("data", encoded(error.as_bytes())),
        };
        let value = Node { value: Value::String(text.into()), span: pair.span, origin: None };
        fields.entry(field).or_default().push(Entry { key: pair.key, key_span: pair.key_span, value });
    }
    fields.into_iter().map(|(field, entries)| (field, entries.into())).collect()
}

/// Base 64 in lines of 70 characters, the last one ended, too.
fn encoded(bytes: &[u8]) -> String {
    let text = STANDARD.encode(bytes);
    if text.len() <= 70 {
        return text;
    }
    let mut lines = String::with_capacity(text.len() + text.len() / 70 + 1);
    for (at, c) in text.chars().enumerate() {
        if at > 0 && at % 70 == 0 {
            lines.push('\n');
        }
        lines.push(c);
    }
    lines.push('\n');
    lines
}

/// Labels or annotations of a generator; its own win over those of all generators.
fn merged_texts(own: Option<&Node>, all: Option<&Node>, key: &str) -> Vec<Entry> {
    let mut merged: Vec<Entry> = Vec::new();
    for options in [own, all].into_iter().flatten() {
        for entry in field(options, key).and_then(|entry| entry.value.as_map()).into_iter().flatten() {
            if entry.value.as_str().is_some() && merged.iter().all(|known| known.key != entry.key) {
                merged.push(entry.clone());
            }
        }
    }
    merged
}
