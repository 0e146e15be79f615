//! Values to nodes, with places.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::eval::{Attribute, Body, EvaluatedResource, NestedBlock, OPEN};
use super::json_text;
use super::value::{Cause, Kind, Number, Value};
use seaworthy_source::{self, Entry, Map, Node, Origin, Sources, Span, Unknown};

impl EvaluatedResource {
    /// What it is configured with, as a node: at its places in the sources, with the origin of each value.
    #[must_use]
    pub fn node(&self, sources: &Sources) -> Node {
        Nodes { sources }.body(&self.body, self.header)
    }

    /// The addresses of the resources that its values refer to.
    #[must_use]
    pub fn references(&self) -> Vec<Arc<str>> {
        let mut references = BTreeSet::new();
        collect_references(&self.body, &mut references);
        references.remove(&self.address);
        references.into_iter().collect()
    }
}

fn collect_references(body: &Body, into: &mut BTreeSet<Arc<str>>) {
    body.attributes.iter().for_each(|attribute| references_of(&attribute.value, into));
    body.blocks.iter().for_each(|block| collect_references(&block.body, into));
    body.open.iter().for_each(|open| collect_references(&open.content, into));
}

fn references_of(value: &Value, into: &mut BTreeSet<Arc<str>>) {
    into.extend(value.provenance.resources.iter().flat_map(|resources| resources.iter().cloned()));
    if let Some(document) = &value.provenance.document {
        references_of(document, into);
    }
    match &value.kind {
        Kind::List(_, items) | Kind::Set(_, items) | Kind::Tuple(items) => {
            items.iter().for_each(|item| references_of(item, into));
        }
        Kind::Map(_, entries) | Kind::Object(entries) => entries.values().for_each(|item| references_of(item, into)),
        _ => {}
    }
}

struct Nodes<'a> {
    sources: &'a Sources,
}

impl Nodes<'_> {
    /// A block's inside; `header` is its place.
    fn body(&self, body: &Body, header: Span) -> Node {
        let mut entries: Vec<Entry> = body.attributes.iter().map(|attribute| self.attribute(attribute)).collect();
        let mut kinds: Vec<&Arc<str>> = Vec::new();
        for block in &body.blocks {
            if !kinds.contains(&&block.kind) {
                kinds.push(&block.kind);
                entries.push(self.blocks(&block.kind, &body.blocks));
            }
        }
        for open in &body.open {
            // There may be no such block at all.
            let value = unknown(&open.cause, self.text(open.header), false);
            let node = Node { value, span: open.header, origin: None };
            entries.retain(|entry| entry.key != open.kind);
            entries.push(Entry { key: Arc::clone(&open.kind), key_span: open.header, value: node });
        }
        let mut seen = BTreeSet::new();
        entries.retain(|entry| seen.insert(Arc::clone(&entry.key)));
        Node { value: seaworthy_source::Value::Map(Map::from(entries)), span: header, origin: None }
    }

    fn attribute(&self, attribute: &Attribute) -> Entry {
        let value = self.value(&attribute.value, attribute.expression);
        Entry { key: Arc::clone(&attribute.name), key_span: attribute.name_span, value }
    }

    /// All blocks of a type, as a list.
    fn blocks(&self, kind: &Arc<str>, blocks: &[NestedBlock]) -> Entry {
        let own: Vec<&NestedBlock> = blocks.iter().filter(|block| block.kind == *kind).collect();
        let header = own[0].header;
        let items = own.iter().map(|block| self.body(&block.body, block.header)).collect();
        let list = Node { value: seaworthy_source::Value::List(items), span: header, origin: None };
        Entry { key: Arc::clone(kind), key_span: header, value: list }
    }

    /// A value of the expression at `at`.
    fn value(&self, value: &Value, at: Span) -> Node {
        let span = value.provenance.written.filter(|written| holds(at, *written)).unwrap_or(at);
        let origin = origin(value, at);
        if value.marks.sensitive {
            let set = value.is_certainly_set();
            let hidden = Unknown { cause: "sensitive".into(), written: "(sensitive)".into(), set };
            return Node { value: seaworthy_source::Value::Unknown(Arc::new(hidden)), span, origin };
        }
        let node = |value| Node { value, span, origin: origin.clone() };
        if let Some(document) = &value.provenance.document {
            // The structure behind a JSON text says more than the text, even where the text is not known as a whole.
            let structured = self.value(document, at);
            if matches!(structured.value, seaworthy_source::Value::Map(_) | seaworthy_source::Value::List(_)) {
                return Node { span, origin, ..structured };
            }
        }
        node(match &value.kind {
            Kind::Null(_) => seaworthy_source::Value::Null,
            Kind::Bool(value) => seaworthy_source::Value::Bool(*value),
            Kind::Number(value) => seaworthy_source::Value::Number(number(value)),
            Kind::String(text) => match json_text::structured(text, span) {
                Some(structured) => structured,
                None => seaworthy_source::Value::String(Arc::clone(text)),
            },
            Kind::List(_, items) | Kind::Set(_, items) | Kind::Tuple(items) => seaworthy_source::Value::List(
                items.iter().map(|item| self.value(&item.clone().handed_on_by(value), at)).collect(),
            ),
            Kind::Map(_, entries) | Kind::Object(entries) => {
                let entries = entries.iter().filter(|(key, _)| &***key != OPEN).map(|(key, item)| {
                    let item = self.value(&item.clone().handed_on_by(value), at);
                    Entry { key: Arc::clone(key), key_span: item.span, value: item }
                });
                seaworthy_source::Value::Map(Map::from(entries.collect::<Vec<_>>()))
            }
            Kind::Unknown(what) => {
                unknown(&what.cause, self.text(span), what.not_null || is_of_resource(value, &what.cause))
            }
        })
    }

    /// The first line of what is written somewhere.
    fn text(&self, at: Span) -> Arc<str> {
        let file = self.sources.get(at.file);
        let text = file.text().get(at.range()).unwrap_or_default();
        text.lines().next().unwrap_or_default().into()
    }
}

fn number(number: &Number) -> seaworthy_source::Number {
    match number.as_i64() {
        Some(whole) => seaworthy_source::Number::Integer(whole.into()),
        None => seaworthy_source::Number::Float(number.to_f64()),
    }
}

fn unknown(cause: &Cause, written: Arc<str>, set: bool) -> seaworthy_source::Value {
    seaworthy_source::Value::Unknown(Arc::new(Unknown { cause: Arc::clone(&cause.what), written, set }))
}

/// Whether it is unknown because it is an attribute of a resource, which its provider sets. The answer is the same for
/// what is computed from such an attribute alone.
fn is_of_resource(value: &Value, cause: &Cause) -> bool {
    value
        .provenance
        .resources
        .iter()
        .flat_map(|resources| resources.iter())
        .any(|address| cause.what.contains(&**address))
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
}

/// The way that a value took to the expression at `at`, the nearest step first.
fn origin(value: &Value, at: Span) -> Option<Arc<Origin>> {
    let mut steps = Vec::new();
    let mut next = value.provenance.steps.as_ref();
    while let Some(step) = next {
        steps.push((step.span, Arc::clone(&step.what)));
        next = step.before.as_ref();
    }
    let written = value.provenance.written.filter(|written| !holds(at, *written));
    if let Some(written) = written.filter(|written| !steps.iter().any(|(span, _)| holds(*span, *written))) {
        steps.push((written, "written here".into()));
    }
    // What is written in the expression itself is shown anyway, and so is what a step holds that is shown.
    steps.retain(|(span, _)| !holds(at, *span));
    steps.dedup_by(|next, before| holds(before.0, next.0));
    steps.into_iter().rev().fold(None, |before, (span, what)| Some(Arc::new(Origin { span, what, before })))
}
