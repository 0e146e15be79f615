//! Fields that a transformer changes: a kind of resource, and a path into it.
//!
//! Source: `api/filters/fieldspec` of kustomize.

use std::sync::Arc;

use super::id::Gvk;
use seaworthy_source::{Entry, Map, Node, Span, Value};

/// Fields of resources.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FieldSpec {
    /// The resources; what is empty stands for all.
    pub(super) gvk: Gvk,
    /// The path as it is written: `spec/template/metadata/labels`.
    pub(super) path: Arc<str>,
    /// The path's parts.
    parts: Arc<[Part]>,
    /// Whether the field is made where it is missing.
    pub(super) create: bool,
}

#[derive(Debug, Clone, PartialEq)]
struct Part {
    key: Arc<str>,
    /// Written with `[]`: it is a list, and never made.
    is_list: bool,
}

/// What a missing field is made as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Make {
    /// It is not made.
    Nothing,
    /// Created where the field's specification requires it, as a scalar.
    Scalar,
    /// The same, as a map.
    Map,
}

/// Hears of each field that is found: its value, and the place of its key where it has one.
pub(super) type Setter<'a> = dyn FnMut(&mut Node, Option<&mut Span>) -> Result<(), String> + 'a;

impl FieldSpec {
    pub(super) fn new(gvk: Gvk, path: &str, create: bool) -> Self {
        let parts = split(path, '/').into_iter().map(|part| match part.strip_suffix("[]") {
            Some(key) => Part { key: key.into(), is_list: true },
            None => Part { key: part.into(), is_list: false },
        });
        Self { parts: parts.collect(), gvk, path: path.into(), create }
    }

    /// Whether there is something to change in a resource of the right kind.
    pub(super) fn reaches(&self, root: &Node, make: Make) -> bool {
        (self.create && make != Make::Nothing) || reaches(root, &self.parts)
    }

    /// Shows the fields of a resource of the right kind.
    pub(super) fn each<'n>(&self, root: &'n Node, show: &mut dyn FnMut(&'n Node)) {
        each(root, &self.parts, show);
    }

    /// Visits the fields of a resource of the right kind. `made` is the place of what is made on the way.
    ///
    /// # Errors
    /// There is something on the way that has no fields.
    pub(super) fn visit(&self, root: &mut Node, make: Make, made: Span, set: &mut Setter<'_>) -> Result<(), String> {
        let make = if self.create { make } else { Make::Nothing };
        visit(root, None, &self.parts, make, made, set).map_err(|message| format!("`{}`: {message}", self.path))
    }
}

fn reaches(node: &Node, parts: &[Part]) -> bool {
    let Some((part, rest)) = parts.split_first() else { return true };
    match &node.value {
        Value::List(items) => items.iter().any(|item| reaches(item, parts)),
        Value::Map(map) => map.get(&part.key).is_some_and(|value| reaches(value, rest)),
        Value::Null => false,
        // What is wrong here is found by the visit.
        _ => true,
    }
}

fn each<'n>(node: &'n Node, parts: &[Part], show: &mut dyn FnMut(&'n Node)) {
    let Some((part, rest)) = parts.split_first() else { return show(node) };
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| each(item, parts, show)),
        Value::Map(map) => map.get(&part.key).into_iter().for_each(|value| each(value, rest, show)),
        _ => {}
    }
}

fn visit(
    node: &mut Node,
    key_span: Option<&mut Span>,
    parts: &[Part],
    make: Make,
    made: Span,
    set: &mut Setter<'_>,
) -> Result<(), String> {
    let Some((part, rest)) = parts.split_first() else { return set(node, key_span) };
    match &mut node.value {
        Value::Null => Ok(()),
        Value::List(items) => items.iter_mut().try_for_each(|item| visit(item, None, parts, make, made, set)),
        Value::Map(map) => {
            let is_made = make != Make::Nothing && !part.is_list;
            let wanted = match (is_made, make, rest.is_empty()) {
                (false, ..) if part.is_list => Some(Value::List(Vec::new())),
                (false, ..) => None,
                (true, Make::Scalar, true) => Some(Value::String("".into())),
                (true, ..) => Some(Value::Map(Map::default())),
            };
            if is_made && map.get(&part.key).is_none() {
                let value = Node { value: Value::Null, span: made, origin: None };
                map.insert(Entry { key: Arc::clone(&part.key), key_span: made, value });
            }
            let Some(entry) = map.entry_mut(&part.key) else { return Ok(()) };
            if let Some(wanted) = wanted.filter(|_| entry.value.value == Value::Null) {
                entry.value.value = wanted;
            }
            visit(&mut entry.value, Some(&mut entry.key_span), rest, make, made, set)
        }
        _ => Err(format!("there is {} where a map or a list should be", node.type_name())),
    }
}

/// The parts of a path. A delimiter behind a backslash belongs to a part.
pub(super) fn split(path: &str, delimiter: char) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in path.split(delimiter) {
        match parts.last_mut() {
            Some(last) if last.ends_with('\\') => {
                last.pop();
                last.push(delimiter);
                last.push_str(part);
            }
            _ => parts.push(part.to_owned()),
        }
    }
    if parts.len() > 1 && parts[0].is_empty() {
        parts.remove(0);
    }
    parts
}
