use std::fmt;
use std::sync::Arc;

use super::{Entry, Node, Origin, SourceFile, Span, Value};

/// One step of a path into a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Into a map.
    Key(Arc<str>),
    /// Into a list, from 0.
    Index(usize),
}

impl From<&str> for Step {
    fn from(key: &str) -> Self {
        Self::Key(key.into())
    }
}

/// A path into a value, from its root.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Path(pub Vec<Step>);

impl Path {
    /// This path, and then into the key `key`.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.then(key.into())
    }

    /// This path, and then to the item `index`.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.then(Step::Index(index))
    }

    /// This path with one more step.
    #[must_use]
    pub fn then(&self, step: Step) -> Self {
        let mut steps = Vec::with_capacity(self.0.len() + 1);
        steps.extend_from_slice(&self.0);
        steps.push(step);
        Self(steps)
    }

    /// Whether this path leads to `other` or through it.
    #[must_use]
    pub fn starts_with(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    /// The node that the path leads to, if it exists.
    #[must_use]
    pub fn find<'a>(&self, root: &'a Node) -> Option<&'a Node> {
        self.0.iter().try_fold(root, |node, step| child(node, step))
    }

    /// The same, to be changed.
    #[must_use]
    pub fn find_mut<'a>(&self, root: &'a mut Node) -> Option<&'a mut Node> {
        self.0.iter().try_fold(root, |node, step| match (step, &mut node.value) {
            (Step::Key(key), Value::Map(map)) => map.get_mut(key),
            (Step::Index(index), Value::List(items)) => items.get_mut(*index),
            _ => None,
        })
    }
}

impl fmt::Display for Path {
    /// `spec.containers[0].image`; keys that are no plain words are quoted: `metadata.labels["app.kubernetes.io/name"]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) => {
                    let plain = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
                    match (plain, number) {
                        (true, 0) => f.write_str(key)?,
                        (true, _) => write!(f, ".{key}")?,
                        (false, _) => write!(f, "[{key:?}]")?,
                    }
                }
            }
        }
        Ok(())
    }
}

fn child<'a>(node: &'a Node, step: &Step) -> Option<&'a Node> {
    match (step, &node.value) {
        (Step::Key(key), Value::Map(map)) => map.get(key),
        (Step::Index(index), Value::List(items)) => items.get(*index),
        _ => None,
    }
}

/// Where a path leads in the source.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// What to look at: the attribute, as narrow as possible, or the header of the block that should hold it.
    pub span: Span,
    /// Whether the whole path exists.
    pub exists: bool,
    /// How the value came there, the nearest step first.
    pub origins: Vec<Arc<Origin>>,
}

/// Finds the place of `path` below `root`. Total: what is missing has a place too, at the key of the nearest block
/// that should hold it; a list's item without a key is named by its first line, and the root by its `kind`.
#[must_use]
pub fn locate(root: &Node, path: &Path, file_of: impl Fn(Span) -> Arc<SourceFile>) -> Place {
    let mut origins = Vec::new();
    let mut node = root;
    // A key belongs to its value only while no item of a list comes in between.
    let mut key_span = None;
    let mut exists = true;
    note_origins(node, &mut origins);
    for step in &path.0 {
        let Some(next) = child(node, step) else {
            exists = false;
            break;
        };
        key_span = match (step, &node.value) {
            (Step::Key(key), Value::Map(map)) => map.entry(key).map(|entry| entry.key_span),
            _ => None,
        };
        note_origins(next, &mut origins);
        node = next;
    }
    let span = match key_span {
        // An alias stands here for a value that is written before it, at the anchor.
        Some(key) if node.span < key => {
            let alias = origins.pop().map_or(key, |origin| origin.span);
            let anchor = Origin { span: header(node, &file_of), what: "written here".into(), before: None };
            origins.push(Arc::new(anchor));
            key.to(alias)
        }
        Some(key) if is_scalar(node) && on_one_line(key.to(node.span), &file_of) => key.to(node.span),
        Some(key) => key,
        None => header(node, &file_of),
    };
    // Where a key is known, the key that holds it says nothing more.
    let whats: Vec<Arc<str>> = origins.iter().map(|origin| Arc::clone(&origin.what)).collect();
    origins.retain(|origin| !whats.iter().any(|what| is_within(what, &origin.what)));
    Place { span, exists, origins }
}

/// Whether a key lies within another: ``value `image.tag` `` in ``value `image` ``.
fn is_within(what: &str, outer: &str) -> bool {
    let rest = outer.strip_suffix('`').and_then(|outer| what.strip_prefix(outer));
    rest.is_some_and(|rest| rest.starts_with(['.', '[']))
}

/// The text that names a node which has no key of its own.
fn header(node: &Node, file_of: &impl Fn(Span) -> Arc<SourceFile>) -> Span {
    let Value::Map(map) = &node.value else { return node.span };
    // A node whose span is what names it, and not all that is in it, says itself where it is. What another file has put into
    // it does not name it either.
    let is_own = |entry: &&Entry| {
        let (key, whole) = (entry.key_span, node.span);
        key.file == whole.file && key.start >= whole.start && key.end <= whole.end
    };
    let manifest = map.entry("kind").filter(|_| map.entry("apiVersion").is_some()).filter(is_own);
    let Some(entry) = manifest.or_else(|| map.iter().find(is_own)) else { return node.span };
    let whole = entry.key_span.to(entry.value.span);
    if is_scalar(&entry.value) && on_one_line(whole, file_of) { whole } else { entry.key_span }
}

fn note_origins(node: &Node, origins: &mut Vec<Arc<Origin>>) {
    let mut next = node.origin.as_ref();
    while let Some(origin) = next {
        origins.push(Arc::clone(origin));
        next = origin.before.as_ref();
    }
}

fn is_scalar(node: &Node) -> bool {
    !matches!(node.value, Value::List(_) | Value::Map(_))
}

fn on_one_line(span: Span, file_of: &impl Fn(Span) -> Arc<SourceFile>) -> bool {
    file_of(span).text().get(span.range()).is_some_and(|text| !text.contains('\n'))
}
