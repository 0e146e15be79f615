//! `configMapGenerator` and `secretGenerator`.
//!
//! Source: `api/internal/generators` and `api/kv` of kustomize.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::edit::replaced;
use super::file::{Text, field, flag, text, texts};
use super::limits;
use super::resource::Resource;
use super::transform::Problem;
use crate::source::{Entry, Map, Node, SourceFile, Span, Value};

/// What is generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    ConfigMap,
    Secret,
}

/// How a generator reads files.
pub(super) trait Files {
    /// The bytes of a file that is named in the kustomization.
    fn bytes(&mut self, path: &Text) -> Result<Arc<[u8]>, Problem>;

    /// A file that is named in the kustomization, as a text.
    fn source(&mut self, path: &Text) -> Result<Arc<SourceFile>, Problem>;
}

/// A value with the places of its key and of itself.
struct Pair {
    key: Arc<str>,
    value: Vec<u8>,
    key_span: Span,
    span: Span,
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
    let name = name.ok_or_else(|| Problem::new("a generator needs a name", args.span))?;
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

/// All values of a generator, every key once.
fn pairs(args: &Node, files: &mut dyn Files, problems: &mut Vec<Problem>) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut bytes = 0;
    let mut keys = HashSet::new();
    let mut add = |pair: Result<Pair, Problem>, problems: &mut Vec<Problem>| match pair {
        Ok(pair) if bytes + pair.value.len() > limits::GENERATED => {
            let message = format!("the generator takes in more than {} MB", limits::GENERATED / 1024 / 1024);
            problems.push(Problem::new(message, pair.span));
        }
        Ok(pair) if !keys.insert(Arc::clone(&pair.key)) => {
            problems.push(Problem::new(format!("the key `{}` is given twice", pair.key), pair.span));
        }
        Ok(pair) => {
            bytes += pair.value.len();
            pairs.push(pair);
        }
        Err(problem) => problems.push(problem),
    };
    for path in texts(args, "envs").into_iter().chain(text(args, "env")) {
        match files.source(&path) {
            Ok(source) => env_pairs(&source).into_iter().for_each(|pair| add(Ok(pair), problems)),
            Err(problem) => problems.push(problem),
        }
    }
    for literal in texts(args, "literals") {
        let pair = match literal.text.split_once('=') {
            Some((key, value)) if !key.is_empty() => Ok(pair(key, unquoted(value).as_bytes().to_vec(), literal.span)),
            _ => Err(Problem::new(format!("`{}` is not of the form `key=value`", literal.text), literal.span)),
        };
        add(pair, problems);
    }
    for source in texts(args, "files") {
        let pair = file_source(&source)
            .and_then(|(key, path)| Ok(pair(&key, files.bytes(&Text { text: path, ..source })?.to_vec(), source.span)));
        add(pair, problems);
    }
    pairs
}

fn pair(key: &str, value: Vec<u8>, span: Span) -> Pair {
    Pair { key: key.into(), value, key_span: span, span }
}

/// Key and path of `key=path`; of a path alone, the file's name is the key.
fn file_source(source: &Text) -> Result<(String, Arc<str>), Problem> {
    let wrong = |message: String| Err(Problem::new(message, source.span));
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    match source.text.split_once('=') {
        None => Ok((name(&source.text), Arc::clone(&source.text))),
        Some(("", _)) => wrong(format!("`{}` has no key before `=`", source.text)),
        Some((_, "")) => wrong(format!("`{}` has no file behind `=`", source.text)),
        Some((_, path)) if path.contains('=') => wrong(format!("`{}` has more than one `=`", source.text)),
        Some((key, path)) => Ok((key.to_owned(), path.into())),
    }
}

/// The lines of an env file. Blank lines and comments say nothing.
fn env_pairs(source: &SourceFile) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut start = 0;
    for (number, whole) in source.text().split('\n').enumerate() {
        let line = whole.strip_suffix('\r').unwrap_or(whole);
        let line = if number == 0 { line.strip_prefix('\u{feff}').unwrap_or(line) } else { line };
        let skipped = whole.find(line).unwrap_or(0) + (line.len() - line.trim_start().len());
        let line = line.trim_start();
        let at = Span::new(source.id(), start + skipped, start + skipped + line.len());
        start += whole.len() + 1;
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, value) = line.split_once('=').unwrap_or((line, ""));
        let key_span = Span::new(source.id(), at.range().start, at.range().start + key.len());
        pairs.push(Pair { key: key.into(), value: value.as_bytes().to_vec(), key_span, span: at });
    }
    pairs
}

fn unquoted(text: &str) -> &str {
    let inner = |quote: char| text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
    inner('"').or_else(|| inner('\'')).unwrap_or(text)
}

/// What a generated resource is to one of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behavior {
    Create,
    Merge,
    Replace,
}

/// Puts a generated resource among the others, or into the one that it is to merge with or to replace.
///
/// # Errors
/// There is one already, or none.
pub(super) fn absorb(
    resources: &mut Vec<Resource>,
    mut new: Resource,
    behavior: Behavior,
    at: Span,
) -> Result<(), Problem> {
    let id = new.id().clone();
    let is_meant = |known: &Resource| known.id().is_same(&id) || known.previous_ids().any(|known| known.is_same(&id));
    let found: Vec<usize> = (0..resources.len()).filter(|&number| is_meant(&resources[number])).collect();
    let (&[number], true) = (&*found, behavior != Behavior::Create) else {
        return match (found.len(), behavior) {
            (0, Behavior::Create) => {
                resources.push(new);
                Ok(())
            }
            (0, _) => Err(Problem::absence(format!("there is no {id} to merge with or to replace"), at)),
            (1, _) => Err(Problem {
                help: Some("Give the generator `behavior: merge` or `replace`, or another name.".to_owned()),
                ..Problem::new(format!("there is {id} already"), at)
            }),
            (count, _) => Err(Problem::new(format!("{id} could be merged with {count} resources"), at)),
        };
    };
    let old = &resources[number];
    let before = old.share();
    new.edit(|root| {
        inherit_metadata(root, &before);
        if behavior == Behavior::Merge {
            inherit(root, &before, "data");
            inherit(root, &before, "binaryData");
        }
    });
    new.needs_hash &= old.needs_hash;
    new.previous.clone_from(&old.previous);
    new.prefixes.clone_from(&old.prefixes);
    new.suffixes.clone_from(&old.suffixes);
    new.variables.clone_from(&old.variables);
    new.file = Arc::clone(&old.file);
    new.through.clone_from(&old.through);
    resources[number] = new;
    Ok(())
}

/// Name and namespace of the old resource, and its labels and annotations where there are no new ones.
fn inherit_metadata(root: &mut Node, before: &Node) {
    let (Value::Map(map), Some(old)) = (&mut root.value, before.get("metadata")) else { return };
    let Some(metadata) = map.get_mut("metadata") else { return };
    inherit(metadata, old, "labels");
    inherit(metadata, old, "annotations");
    let (Value::Map(metadata), Some(old)) = (&mut metadata.value, old.as_map()) else { return };
    for key in ["name", "namespace"] {
        match old.entry(key) {
            Some(entry) => metadata.insert(entry.clone()),
            None => drop(metadata.remove(key)),
        }
    }
}

/// The entries of an old map, and over them those of the new one.
fn inherit(root: &mut Node, before: &Node, key: &str) {
    let (Value::Map(map), Some(old)) = (&mut root.value, before.as_map().and_then(|map| map.entry(key))) else {
        return;
    };
    let Some(Value::Map(mut merged)) = Some(old.value.value.clone()) else { return };
    if let Some(Value::Map(new)) = map.get_mut(key).map(|node| std::mem::replace(&mut node.value, Value::Null)) {
        for mut entry in new.into_entries() {
            if let Some(known) = merged.get(&entry.key) {
                entry.value = replaced(known, entry.value, &"before this generator".into());
            }
            merged.insert(entry);
        }
    }
    let value = Node { value: Value::Map(merged), span: old.value.span, origin: old.value.origin.clone() };
    map.insert(Entry { key: old.key.clone(), key_span: old.key_span, value });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_around_a_literal_go() {
        assert_eq!(unquoted("\"a b\""), "a b");
        assert_eq!(unquoted("'"), "'");
        assert_eq!(unquoted("'a\""), "'a\"");
    }
}
