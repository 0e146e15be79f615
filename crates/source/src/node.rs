use std::sync::Arc;

use super::Span;

/// A value that knows where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value itself.
    pub value: Value,
    /// The text that wrote it.
    pub span: Span,
    /// How the value came here, if it was written somewhere else first.
    pub origin: Option<Arc<Origin>>,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing, said explicitly.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    String(Arc<str>),
    /// Values in order.
    List(Vec<Node>),
    /// Values by key, in the order of the source.
    Map(Map),
    /// A value that is not known before deployment.
    Unknown(Arc<Unknown>),
}

/// What is known of an unknown value.
#[derive(Debug, Clone, PartialEq)]
pub struct Unknown {
    /// Why it is unknown, for people: `filled in by a template`.
    pub cause: Arc<str>,
    /// What the source has in its place.
    pub written: Arc<str>,
    /// Whether it is certain to be something other than null.
    pub set: bool,
}

/// A number as its source wrote it: integers stay exact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// An integer. Every format read so far stays within 64 bits, signed or unsigned.
    Integer(i128),
    /// Any other number.
    Float(f64),
}

/// One step of the way a value took, the nearest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// The place of the step.
    pub span: Span,
    /// What the step is, for people: ``alias `*limits` ``, `variable "encrypted"`.
    pub what: Arc<str>,
    /// The step before it.
    pub before: Option<Arc<Origin>>,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key's text.
    pub key: Arc<str>,
    /// Where the key is written.
    pub key_span: Span,
    /// Its value.
    pub value: Node,
}

/// Entries in the order of the source, every key once.
///
/// Maps in manifests are small, so a search through a vector beats hashing, and keeps the order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Map {
    entries: Vec<Entry>,
}

impl Map {
    /// The entries in the order of the source.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.entries.iter()
    }

    /// The values, to be changed in place.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Node> {
        self.entries.iter_mut().map(|entry| &mut entry.value)
    }

    /// The entries, to be changed in place; their keys must stay.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Entry> {
        self.entries.iter_mut()
    }

    /// The entries themselves.
    #[must_use]
    pub fn into_entries(self) -> Vec<Entry> {
        self.entries
    }

    /// The entry of a key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| &*entry.key == key)
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries.iter_mut().find(|entry| &*entry.key == key).map(|entry| &mut entry.value)
    }

    /// The entry of a key, to be changed; its key must stay.
    pub fn entry_mut(&mut self, key: &str) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| &*entry.key == key)
    }

    /// Puts an entry in the place of the one with its key, or at the end.
    pub fn insert(&mut self, entry: Entry) {
        match self.entry_mut(&entry.key) {
            Some(known) => *known = entry,
            None => self.entries.push(entry),
        }
    }

    /// Takes out the entry of a key.
    pub fn remove(&mut self, key: &str) -> Option<Entry> {
        let at = self.entries.iter().position(|entry| &*entry.key == key)?;
        Some(self.entries.remove(at))
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }
}

/// Entries must hold every key once: see [`Map`].
impl From<Vec<Entry>> for Map {
    fn from(entries: Vec<Entry>) -> Self {
        Self { entries }
    }
}

impl<'a> IntoIterator for &'a Map {
    type Item = &'a Entry;
    type IntoIter = std::slice::Iter<'a, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Node {
    /// The value of a key, where this is a map that has it with a value other than null.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_map()?.get(key).filter(|node| node.value != Value::Null)
    }

    /// The value at the end of a way through maps, null not counting as a value.
    #[must_use]
    pub fn at(&self, keys: &[&str]) -> Option<&Node> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The text, or what stands in its place until it is filled in.
    #[must_use]
    pub fn as_written(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            Value::Unknown(unknown) => Some(&unknown.written),
            _ => None,
        }
    }

    /// Whether it is unknown, or something in it is.
    #[must_use]
    pub fn holds_unknown(&self) -> bool {
        match &self.value {
            Value::Unknown(_) => true,
            Value::List(items) => items.iter().any(Self::holds_unknown),
            Value::Map(map) => map.iter().any(|entry| entry.value.holds_unknown()),
            _ => false,
        }
    }

    /// The text at the end of a way through maps.
    #[must_use]
    pub fn str_at(&self, keys: &[&str]) -> Option<&str> {
        self.at(keys).and_then(Node::as_str)
    }

    /// The map, if it is one.
    #[must_use]
    pub fn as_map(&self) -> Option<&Map> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The items of a list; nothing for any other value.
    #[must_use]
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The items of the list at the end of a way through maps; nothing where there is no list.
    #[must_use]
    pub fn items_at(&self, keys: &[&str]) -> &[Node] {
        self.at(keys).map_or(&[], Node::items)
    }

    /// The entries of the map at the end of a way through maps; nothing where there is no map.
    pub fn entries_at(&self, keys: &[&str]) -> impl Iterator<Item = &Entry> {
        self.at(keys).and_then(Node::as_map).into_iter().flatten()
    }

    /// What kind of value this is, for messages.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
            Value::Unknown(_) => "unknown",
        }
    }
}
