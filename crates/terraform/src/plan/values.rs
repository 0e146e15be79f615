//! The values of a planned resource: known values, overlaid with what is known only after apply.

use std::sync::Arc;

use crate::json_text;
use seaworthy_source::{Entry, Map, Node, Span, Unknown, Value};

/// The block that controls how Terraform handles a resource. Plans do not contain it.
pub const LIFECYCLE: &str = "lifecycle";

/// What a plan contains about one resource.
pub(super) struct Parts<'a> {
    /// The values that are known.
    pub known: Option<&'a Node>,
    /// `true` for what is known after apply, in the shape of the values.
    pub unknown: Option<&'a Node>,
    /// `true` for what is sensitive, in the shape of the values.
    pub sensitive: Option<&'a Node>,
    /// The arguments that the configuration sets, if it is part of the plan.
    pub set: Option<&'a Node>,
}

impl Parts<'_> {
    /// The resource as a node: arguments that are not set are left out, as in a configuration.
    pub(super) fn object(&self, header: Span) -> Node {
        let value = value(self.known, self.unknown, self.sensitive, header);
        let mut node = value.unwrap_or(Node { value: Value::Map(Map::default()), span: header, origin: None });
        node.span = header;
        leave_out_unset(&mut node, self.set);
        if let Value::Map(map) = &mut node.value {
            let mut entries = std::mem::take(map).into_entries();
            let value = hidden("not part of a plan", LIFECYCLE, false);
            let value = Node { value, span: header, origin: None };
            entries.push(Entry { key: LIFECYCLE.into(), key_span: header, value });
            *map = Map::from(entries);
        }
        node
    }
}

/// One value; `None` if the plan does not contain it.
fn value(known: Option<&Node>, unknown: Option<&Node>, sensitive: Option<&Node>, near: Span) -> Option<Node> {
    let is_marked = |marks: Option<&Node>| marks.is_some_and(|marks| marks.value == Value::Bool(true));
    let span = known.map_or(near, |node| node.span);
    let node = |value| Some(Node { value, span, origin: None });
    if is_marked(sensitive) && (known.is_some_and(|known| known.value != Value::Null) || is_marked(unknown)) {
        let set = known.is_some_and(|known| known.value != Value::Null);
        return node(hidden("sensitive", "(sensitive)", set));
    }
    if is_marked(unknown) {
        return node(hidden("known after apply", "(known after apply)", false));
    }
    let Some(known) = known else {
        // Collections in which nothing is known only have marks.
        return match &unknown?.value {
            Value::Map(marks) => node(Value::Map(map(None, Some(marks), sensitive, near))),
            Value::List(marks) if !marks.is_empty() => {
                node(Value::List(marks.iter().filter_map(|marks| value(None, Some(marks), None, near)).collect()))
            }
            _ => None,
        };
    };
    node(match &known.value {
        Value::Map(known) => Value::Map(map(Some(known), unknown.and_then(Node::as_map), sensitive, span)),
        Value::List(items) => {
            let of = |marks: Option<&'_ Node>, at: usize| marks.and_then(|marks| marks.items().get(at).cloned());
            let items = items.iter().enumerate().map(|(at, item)| {
                let (unknown, sensitive) = (of(unknown, at), of(sensitive, at));
                value(Some(item), unknown.as_ref(), sensitive.as_ref(), span).unwrap_or_else(|| item.clone())
            });
            Value::List(items.collect())
        }
        Value::String(text) => match json_text::structured(text, known.span) {
            Some(structured) => structured,
            None => Value::String(Arc::clone(text)),
        },
        other => other.clone(),
    })
}

fn map(known: Option<&Map>, unknown: Option<&Map>, sensitive: Option<&Node>, near: Span) -> Map {
    let sensitive = |key: &str| sensitive.and_then(|marks| marks.get(key));
    let mut entries: Vec<Entry> = Vec::new();
    for entry in known.into_iter().flatten() {
        let marks = unknown.and_then(|unknown| unknown.get(&entry.key));
        if let Some(value) = value(Some(&entry.value), marks, sensitive(&entry.key), entry.key_span) {
            entries.push(Entry { key: Arc::clone(&entry.key), key_span: entry.key_span, value });
        }
    }
    for entry in unknown.into_iter().flatten() {
        if known.is_none_or(|known| known.get(&entry.key).is_none())
            && let Some(value) = value(None, Some(&entry.value), sensitive(&entry.key), near)
        {
            entries.push(Entry { key: Arc::clone(&entry.key), key_span: near, value });
        }
    }
    Map::from(entries)
}

fn hidden(cause: &str, written: &str, set: bool) -> Value {
    Value::Unknown(Arc::new(Unknown { cause: cause.into(), written: written.into(), set }))
}

/// A plan lists every argument of a type: with null, or with an empty list for blocks that are not there.
fn leave_out_unset(node: &mut Node, set: Option<&Node>) {
    match &mut node.value {
        Value::Map(map) => {
            let entries = std::mem::take(map).into_entries().into_iter().filter_map(|mut entry| {
                let set = set.and_then(|set| set.get(&entry.key));
                leave_out_unset(&mut entry.value, set);
                let is_unset = match &entry.value.value {
                    Value::Null => true,
                    Value::List(items) => items.is_empty() && set.is_none(),
                    _ => false,
                };
                (!is_unset).then_some(entry)
            });
            *map = Map::from(entries.collect::<Vec<_>>());
        }
        Value::List(items) => {
            for (at, item) in items.iter_mut().enumerate() {
                leave_out_unset(item, set.and_then(|set| set.items().get(at)));
            }
        }
        _ => {}
    }
}
