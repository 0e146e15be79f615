//! Parser events to nodes.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use granit_parser::{Event, ScalarStyle, Tag};

use super::{Dialect, Document, Problem, merge, scalar};
use crate::{Entry, Map, Node, Origin, SourceFile, Span, Value};

/// How many nodes aliases may add to one document. Real manifests stay below a thousand; billions of laughs do not.
const MAX_ALIASED_NODES: usize = 100_000;

const COLLECTION_AS_KEY: &str = "a key must be a plain text, not a collection";

/// Builds the tree of one document.
pub(super) struct Builder<'a> {
    file: &'a SourceFile,
    dialect: Dialect,
    open: Vec<Open>,
    root: Option<Node>,
    /// Anchored nodes with their sizes, by the parser's anchor id.
    anchors: HashMap<usize, (Node, usize)>,
    aliased_nodes: usize,
    keys: HashSet<Arc<str>>,
    problems: Vec<Problem>,
    broken: bool,
}

/// A collection whose end has not come yet.
struct Open {
    anchor: usize,
    start: usize,
    /// End of a flow collection's last child or of a block's last child, so far.
    end: usize,
    size: usize,
    contents: Contents,
}

enum Contents {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, key: Option<(Arc<str>, Span)> },
}

impl<'a> Builder<'a> {
    pub(super) fn new(file: &'a SourceFile, dialect: Dialect) -> Self {
        Self {
            file,
            dialect,
            open: Vec::new(),
            root: None,
            anchors: HashMap::new(),
            aliased_nodes: 0,
            keys: HashSet::new(),
            problems: Vec::new(),
            broken: false,
        }
    }

    /// The document, unless it is empty.
    pub(super) fn finish(self, span: Span) -> Option<Document> {
        let root = if self.broken { None } else { self.root };
        let empty = self.problems.is_empty() && root.as_ref().is_none_or(|root| root.value == Value::Null);
        (!empty).then_some(Document { root, span, problems: self.problems })
    }

    pub(super) fn event(&mut self, event: Event<'_>, bytes: Range<usize>) {
        match event {
            Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, anchor, tag.as_deref(), bytes),
            Event::SequenceStart(_, anchor, _) => self.start(anchor, bytes, Contents::List(Vec::new())),
            Event::MappingStart(_, anchor, _) => {
                self.start(anchor, bytes, Contents::Map { entries: Vec::new(), key: None });
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(bytes),
            Event::Alias(anchor) => self.alias(anchor, bytes),
            _ => {}
        }
    }

    fn span(&self, bytes: &Range<usize>) -> Span {
        Span::new(self.file.id(), bytes.start, bytes.end)
    }

    fn fail(&mut self, message: &str, bytes: Range<usize>) {
        self.broken = true;
        let span = self.span(&bytes);
        self.problems.push(Problem { message: message.to_owned(), span, other: None, help: None });
    }

    fn key_is_due(&self) -> bool {
        matches!(self.open.last(), Some(Open { contents: Contents::Map { key: None, .. }, .. }))
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, anchor: usize, tag: Option<&Tag>, bytes: Range<usize>) {
        let plain = style == ScalarStyle::Plain;
        if self.key_is_due() {
            let name = if plain { scalar::key(text, self.dialect) } else { text.to_owned() };
            let key = self.intern(&name);
            let span = self.span(&bytes);
            if anchor != 0 {
                let node = Node { value: Value::String(Arc::clone(&key)), span, origin: None };
                self.anchors.insert(anchor, (node, 1));
            }
            self.take_key(key, span);
            return;
        }
        let core = tag.and_then(|tag| tag.suffix_in_namespace("tag:yaml.org,2002:"));
        let value = match core.as_deref() {
            Some("str") => Value::String(text.into()),
            Some("binary") => Value::String(decoded(text)),
            Some("int" | "float" | "bool" | "null") => scalar::resolve(text, self.dialect),
            // The parser reports an empty node as a plain `~` with an empty span.
            _ if plain && bytes.is_empty() => Value::Null,
            _ if plain => scalar::resolve(text, self.dialect),
            _ => Value::String(text.into()),
        };
        let node = Node { value, span: self.span(&bytes), origin: None };
        self.place(node, anchor, 1);
    }

    fn start(&mut self, anchor: usize, bytes: Range<usize>, contents: Contents) {
        if self.key_is_due() && !self.broken {
            // In practice only a template's `{{ … }}` looks like this.
            self.fail(COLLECTION_AS_KEY, bytes.clone());
        }
        self.open.push(Open { anchor, start: bytes.start, end: bytes.end, size: 1, contents });
    }

    fn end(&mut self, bytes: Range<usize>) {
        let Some(open) = self.open.pop() else { return };
        // A block's end event sits at the next token; its text ends with its last child.
        let closed_by_bracket = matches!(self.file.text().as_bytes().get(bytes.start), Some(b']' | b'}'))
            && matches!(self.file.text().as_bytes().get(open.start), Some(b'[' | b'{'));
        let end = if closed_by_bracket { bytes.end } else { open.end };
        let span = self.span(&(open.start..end));
        let value = match open.contents {
            Contents::List(items) => Value::List(items),
            Contents::Map { entries, .. } => Value::Map(self.map(entries)),
        };
        self.place(Node { value, span, origin: None }, open.anchor, open.size);
    }

    fn map(&mut self, entries: Vec<Entry>) -> Map {
        let entries = merge::without_duplicates(entries, &mut self.problems);
        match merge::merged(entries) {
            Ok(entries) => Map::from(entries),
            Err(problem) => {
                self.broken = true;
                self.problems.push(problem);
                Map::default()
            }
        }
    }

    fn alias(&mut self, anchor: usize, bytes: Range<usize>) {
        let Some((node, size)) = self.anchors.get(&anchor) else {
            // The anchor's own collection is still open.
            self.fail("an alias must not stand inside its own anchor", bytes);
            return;
        };
        self.aliased_nodes += size;
        if self.aliased_nodes > MAX_ALIASED_NODES {
            if !self.broken {
                self.fail(&format!("aliases expand to more than {MAX_ALIASED_NODES} values"), bytes);
            }
            return;
        }
        let (mut node, size) = (node.clone(), *size);
        let what = format!("alias `{}`", &self.file.text()[bytes.clone()]).into();
        node.origin = Some(Arc::new(Origin { span: self.span(&bytes), what, before: node.origin.take() }));
        if self.key_is_due() {
            match &node.value {
                Value::String(text) => {
                    let (key, span) = (Arc::clone(text), self.span(&bytes));
                    self.take_key(key, span);
                }
                _ => self.fail(COLLECTION_AS_KEY, bytes),
            }
            return;
        }
        self.place_ending_at(node, size, bytes.end);
    }

    fn take_key(&mut self, text: Arc<str>, text_span: Span) {
        if let Some(Open { contents: Contents::Map { key, .. }, end, .. }) = self.open.last_mut() {
            *key = Some((text, text_span));
            *end = (*end).max(text_span.range().end);
        }
    }

    fn place(&mut self, node: Node, anchor: usize, size: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, (node.clone(), size));
        }
        let end = node.span.range().end;
        self.place_ending_at(node, size, end);
    }

    /// Puts a finished node where it belongs; `text_end` is where its text here ends, which differs for an alias.
    fn place_ending_at(&mut self, node: Node, size: usize, text_end: usize) {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        open.size += size;
        open.end = open.end.max(text_end);
        match &mut open.contents {
            Contents::List(items) => items.push(node),
            Contents::Map { entries, key } => {
                // Without a key this is a collection used as one, already reported.
                let (key, key_span) = key.take().unwrap_or_else(|| ("".into(), node.span));
                entries.push(Entry { key, key_span, value: node });
            }
        }
    }

    /// One allocation for each different key of a document.
    fn intern(&mut self, key: &str) -> Arc<str> {
        if let Some(known) = self.keys.get(key) {
            return Arc::clone(known);
        }
        let key: Arc<str> = key.into();
        self.keys.insert(Arc::clone(&key));
        key
    }
}

/// What base 64 stands for; the text itself where it stands for no text.
fn decoded(text: &str) -> Arc<str> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bytes = STANDARD.decode(plain).ok();
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()).map_or_else(|| text.into(), Arc::from)
}
