//! Changes to nodes that keep where things came from.

use std::sync::Arc;

use seaworthy_source::{Entry, Node, Origin, Span, Value};

/// How many steps of the way of a value are kept, the nearest first: replacements of replacements would double them.
const MAX_STEPS: usize = 32;

/// A new value in the place of an old one: its span is where it is written, its origin what was there before.
pub(super) fn replaced(old: &Node, mut new: Node, what: &Arc<str>) -> Node {
    let before = Origin { span: header(old), what: Arc::clone(what), before: None };
    let own = steps(new.origin.as_deref());
    new.origin = chained(own.chain([&before]).chain(steps(old.origin.as_deref())));
    new
}

fn steps(first: Option<&Origin>) -> impl Iterator<Item = &Origin> {
    std::iter::successors(first, |step| step.before.as_deref())
}

fn chained<'a>(steps: impl Iterator<Item = &'a Origin>) -> Option<Arc<Origin>> {
    let steps: Vec<&Origin> = steps.take(MAX_STEPS).collect();
    steps
        .into_iter()
        .rev()
        .fold(None, |before, step| Some(Arc::new(Origin { span: step.span, what: Arc::clone(&step.what), before })))
}

/// The text that names a value: all of a scalar, the first line of anything else.
fn header(node: &Node) -> Span {
    match &node.value {
        Value::Map(map) => map.iter().next().map_or(node.span, |entry| entry.key_span),
        Value::List(items) => items.first().map_or(node.span, header),
        _ => node.span,
    }
}

/// A line of a kustomization that decides values.
#[derive(Debug, Clone)]
pub(super) struct Change {
    /// Where its key is written.
    pub(super) key_span: Span,
    /// Where its value is written.
    pub(super) span: Span,
    /// What a changed value says about what was there before.
    what: Arc<str>,
}

impl Change {
    /// By an entry of a kustomization; `field` is what it is called: ``before `images` ``.
    pub(super) fn by(entry: &Entry, field: &str) -> Self {
        Self::at(entry.key_span, entry.value.span, field)
    }

    /// By a place.
    pub(super) fn at(key_span: Span, span: Span, field: &str) -> Self {
        Self { key_span, span, what: format!("before `{field}`").into() }
    }

    /// Gives a value to a node, and to its key the place of the line that decides it.
    pub(super) fn set(&self, node: &mut Node, key_span: Option<&mut Span>, value: Value) {
        if node.value == value {
            return;
        }
        let new = Node { value, span: self.span, origin: None };
        // What was only just made has nothing to remember.
        *node = if node.span == self.span { new } else { replaced(node, new, &self.what) };
        if let Some(key_span) = key_span {
            *key_span = self.key_span;
        }
    }

    /// The same for a scalar.
    ///
    /// # Errors
    /// There is a list or a map.
    pub(super) fn set_scalar(&self, node: &mut Node, key_span: Option<&mut Span>, value: Value) -> Result<(), String> {
        if matches!(node.value, Value::List(_) | Value::Map(_)) {
            return Err(format!("there is {} where a scalar should be", node.type_name()));
        }
        self.set(node, key_span, value);
        Ok(())
    }

    /// Gives a value to a key of a map.
    ///
    /// # Errors
    /// There is no map.
    pub(super) fn set_entry(&self, node: &mut Node, key: &Arc<str>, value: Value) -> Result<(), String> {
        let name = node.type_name();
        let Value::Map(map) = &mut node.value else { return Err(format!("there is {name} where a map should be")) };
        match map.entry_mut(key) {
            Some(entry) => self.set(&mut entry.value, Some(&mut entry.key_span), value),
            None => {
                let value = Node { value, span: self.span, origin: None };
                map.insert(Entry { key: Arc::clone(key), key_span: self.key_span, value });
            }
        }
        Ok(())
    }

    /// The map at a key of a map, made where it is missing.
    pub(super) fn map_at<'a>(&self, node: &'a mut Node, key: &str) -> Option<&'a mut Node> {
        let Value::Map(map) = &mut node.value else { return None };
        if map.get(key).is_none_or(|node| node.value == Value::Null) {
            let value = Node { value: Value::Map(seaworthy_source::Map::default()), span: self.span, origin: None };
            map.insert(Entry { key: key.into(), key_span: self.key_span, value });
        }
        map.get_mut(key)
    }
}
