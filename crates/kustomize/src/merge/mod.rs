//! Strategic merge patches.
//!
//! Source: `kyaml/yaml/merge2` and `kyaml/yaml/walk` of kustomize, and what `kubectl kustomize` makes of patches. What is
//! strange here is so there: `$setElementOrder` and `$retainKeys` are not understood and stay, and an item with
//! `$patch: replace` is not replaced.

mod list;
mod schema;

use std::sync::Arc;

use schema::At;
pub(super) use schema::Schema;

use super::edit::replaced;
use seaworthy_source::{Entry, Node, Span, Value};

/// What a patch cannot be applied for.
#[derive(Debug, Clone)]
pub(super) struct Mismatch {
    /// What is wrong.
    pub(super) message: String,
    /// Where it is written in the patch.
    pub(super) at: Span,
    /// The place in what is patched.
    pub(super) other: Option<Span>,
}

/// What becomes of a value.
enum Outcome {
    /// It stays, patched in place.
    Kept,
    /// It stays as it was, and another takes its place.
    Replaced(Node),
    /// It goes.
    Gone,
}

/// A patch applied to resources.
pub(super) struct Merger<'a> {
    schema: &'a Schema,
    /// What a changed value says about what was there before.
    what: Arc<str>,
}

impl<'a> Merger<'a> {
    pub(super) fn new(schema: &'a Schema, what: &str) -> Self {
        Self { schema, what: what.into() }
    }

    /// Patches a resource. Whether it is still there.
    ///
    /// # Errors
    /// The patch does not fit; then the resource is of no use any more.
    pub(super) fn apply(&self, root: &mut Node, patch: &Node) -> Result<bool, Mismatch> {
        let kind = |node: &'_ Node| {
            let text = |key: &str| node.str_at(&[key]).unwrap_or_default().to_owned();
            (text("apiVersion"), text("kind"))
        };
        let (api_version, kind) = kind(root);
        match self.merge(root, Some(patch), self.schema.kind(&api_version, &kind))? {
            Outcome::Kept => Ok(true),
            Outcome::Gone => Ok(false),
            Outcome::Replaced(node) => {
                *root = node;
                Ok(true)
            }
        }
    }

    fn merge(&self, node: &mut Node, patch: Option<&Node>, at: Option<At<'_>>) -> Result<Outcome, Mismatch> {
        let Some(patch) = patch else { return self.untouched(node, at) };
        match (&mut node.value, &patch.value) {
            (_, Value::Null) => Ok(Outcome::Gone),
            (Value::Null, _) => {
                Ok(self.adopted(patch, at)?.map_or(Outcome::Gone, |adopted| self.replaces(node, adopted)))
            }
            (Value::Map(_), Value::Map(_)) => match directive(patch)? {
                Directive::Delete => Ok(Outcome::Gone),
                Directive::Replace => {
                    Ok(self.adopted(patch, at)?.map_or(Outcome::Gone, |adopted| self.replaces(node, adopted)))
                }
                Directive::Merge => self.map(node, patch, at),
            },
            (Value::List(_), Value::List(_)) => match at.and_then(At::keys) {
                Some(keys) => self.list(node, list::With::Patch(patch), keys, at.and_then(At::item)),
                None => Ok(self.replaces(node, patch.clone())),
            },
            (Value::Map(_) | Value::List(_), _) | (_, Value::Map(_) | Value::List(_)) => Err(Mismatch {
                message: format!("the patch has {}, the resource {}", patch.type_name(), node.type_name()),
                at: patch.span,
                other: Some(node.span),
            }),
            // What the patch only repeats, such as the name of a container, stays where it was written first.
            (old, new) if *old == *new => Ok(Outcome::Kept),
            // What says the same again, as the name of a container, decides nothing.
            (known, patched) if known == patched => Ok(Outcome::Kept),
            _ => Ok(self.replaces(node, patch.clone())),
        }
    }

    fn map(&self, node: &mut Node, patch: &Node, at: Option<At<'_>>) -> Result<Outcome, Mismatch> {
        let (Value::Map(map), Some(patch)) = (&mut node.value, patch.as_map()) else { return Ok(Outcome::Kept) };
        let fresh: Vec<&Entry> =
            patch.iter().filter(|entry| &*entry.key != DIRECTIVE && map.entry(&entry.key).is_none()).collect();
        let mut kept = Vec::with_capacity(map.len() + fresh.len());
        for mut entry in std::mem::take(map).into_entries() {
            let patched = patch.entry(&entry.key);
            let at = at.and_then(|at| at.field(&entry.key));
            match self.merge(&mut entry.value, patched.map(|patched| &patched.value), at)? {
                Outcome::Kept => kept.push(entry),
                Outcome::Gone => {}
                Outcome::Replaced(value) => {
                    // What decides the value is the patch's line, its key included.
                    let key_span = patched.map_or(entry.key_span, |patched| patched.key_span);
                    kept.push(Entry { key: entry.key, key_span, value });
                }
            }
        }
        for entry in fresh {
            kept.extend(self.adopted_entry(entry, at)?);
        }
        *map = kept.into();
        Ok(Outcome::Kept)
    }

    /// What becomes of a value that the patch says nothing about: nulls do not pass.
    fn untouched(&self, node: &mut Node, at: Option<At<'_>>) -> Result<Outcome, Mismatch> {
        match &mut node.value {
            // A null stays where it is written out.
            Value::Null if node.span.range().is_empty() => Ok(Outcome::Gone),
            Value::Map(map) => {
                let mut kept = Vec::with_capacity(map.len());
                for mut entry in std::mem::take(map).into_entries() {
                    let at = at.and_then(|at| at.field(&entry.key));
                    match self.untouched(&mut entry.value, at)? {
                        Outcome::Gone => {}
                        Outcome::Kept => kept.push(entry),
                        Outcome::Replaced(value) => kept.push(Entry { value, ..entry }),
                    }
                }
                *map = kept.into();
                Ok(Outcome::Kept)
            }
            Value::List(_) => match at.and_then(At::keys) {
                Some(keys) => self.list(node, list::With::Nothing, keys, at.and_then(At::item)),
                None => Ok(Outcome::Kept),
            },
            _ => Ok(Outcome::Kept),
        }
    }

    /// What the patch adds where there was nothing, its directives carried out.
    fn adopted(&self, patch: &Node, at: Option<At<'_>>) -> Result<Option<Node>, Mismatch> {
        match &patch.value {
            Value::Null => Ok(None),
            Value::Map(map) => {
                if matches!(directive(patch)?, Directive::Delete) {
                    return Ok(None);
                }
                let mut entries = Vec::with_capacity(map.len());
                for entry in map.iter().filter(|entry| &*entry.key != DIRECTIVE) {
                    entries.extend(self.adopted_entry(entry, at)?);
                }
                Ok(Some(Node { value: Value::Map(entries.into()), span: patch.span, origin: patch.origin.clone() }))
            }
            Value::List(_) => match at.and_then(At::keys) {
                Some(keys) => {
                    let mut node = patch.clone();
                    match self.list(&mut node, list::With::Itself, keys, at.and_then(At::item))? {
                        Outcome::Kept => Ok(Some(node)),
                        Outcome::Replaced(node) => Ok(Some(node)),
                        Outcome::Gone => Ok(None),
                    }
                }
                None => Ok(Some(patch.clone())),
            },
            _ => Ok(Some(patch.clone())),
        }
    }

    fn adopted_entry(&self, entry: &Entry, at: Option<At<'_>>) -> Result<Option<Entry>, Mismatch> {
        let value = self.adopted(&entry.value, at.and_then(|at| at.field(&entry.key)))?;
        Ok(value.map(|value| Entry { key: Arc::clone(&entry.key), key_span: entry.key_span, value }))
    }

    fn replaces(&self, node: &Node, by: Node) -> Outcome {
        Outcome::Replaced(replaced(node, by, &self.what))
    }
}

/// The key of directives.
const DIRECTIVE: &str = "$patch";

/// What a patch wants to happen to a map or a list.
enum Directive {
    Merge,
    Replace,
    Delete,
}

fn directive(patch: &Node) -> Result<Directive, Mismatch> {
    let Some(node) = patch.as_map().and_then(|map| map.get(DIRECTIVE)) else { return Ok(Directive::Merge) };
    match node.as_str() {
        Some("merge") => Ok(Directive::Merge),
        Some("replace") => Ok(Directive::Replace),
        Some("delete") => Ok(Directive::Delete),
        _ => Err(Mismatch {
            message: "`$patch` must be merge, replace or delete".to_owned(),
            at: node.span,
            other: None,
        }),
    }
}
