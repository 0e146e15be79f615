//! Rendered text to nodes whose places are those of the template, and whose origins lead to the values.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::provenance::{Mark, Place, Traced};
use super::template::exec::{Interpreter, Source};
use super::text::{NO_OFFSET, Run, Text};
use seaworthy_source::{Diagnostic, Entry, Map, Node, Origin, SourceFile, Sources, Span, Unknown, Value, yaml};

/// How many runs of one value are looked at for where it comes from: a long text can have thousands.
const MAX_RUNS: usize = 32;

/// Places with what they are, the nearest first.
type Steps = Vec<(Span, String)>;

/// Converts the documents of one rendered template.
pub(super) struct Converter<'a> {
    interpreter: &'a Interpreter<'a>,
    file: &'a Arc<SourceFile>,
    runs: Vec<Run>,
    /// Origins by their places: many values share them.
    origins: RefCell<HashMap<Steps, Arc<Origin>>>,
}

impl<'a> Converter<'a> {
    pub(super) fn new(interpreter: &'a Interpreter<'a>, text: &Text, mark: Mark, file: &'a Arc<SourceFile>) -> Self {
        let whole = Run { end: u32::try_from(text.len()).unwrap_or(u32::MAX), mark, offset: NO_OFFSET };
        let runs = text.runs().map_or_else(|| vec![whole], <[Run]>::to_vec);
        Self { interpreter, file, runs, origins: RefCell::default() }
    }

    /// The documents, and what is wrong with those that are none.
    pub(super) fn documents(&self, text: &str) -> (Vec<Node>, Vec<Diagnostic>) {
        let rendered = Sources::default().add(PathBuf::new(), self.file.name().to_owned(), text.to_owned());
        let mut documents = Vec::new();
        let mut diagnostics = Vec::new();
        for document in yaml::parse(&rendered).documents {
            for problem in &document.problems {
                let level = if document.root.is_some() { Diagnostic::warning } else { Diagnostic::error };
                let message = match document.root {
                    Some(_) => problem.message.clone(),
                    None => format!("the rendered template is {}", problem.message),
                };
                let diagnostic = level(self.file.name(), message).at(self.span(&problem.span.range()), "here");
                diagnostics.push(
                    diagnostic.help("Put values in quotes with `quote`, or correct the indentation of the template."),
                );
            }
            documents.extend(document.root.map(|root| self.node(root)));
        }
        (documents, diagnostics)
    }

    fn runs(&self, range: &Range<usize>) -> impl Iterator<Item = (Run, Range<usize>)> {
        let first = self.runs.partition_point(|run| run.end as usize <= range.start);
        let mut start = first.checked_sub(1).map_or(0, |before| self.runs[before].end as usize);
        let last = range.end.max(range.start + 1);
        self.runs[first..].iter().map_while(move |run| {
            let part = start..run.end as usize;
            start = part.end;
            (part.start < last).then_some((*run, part))
        })
    }

    /// What is known of the part of a run that lies in `range`.
    fn trace(&self, run: Run, part: &Range<usize>, range: &Range<usize>) -> Traced {
        let from = part.start.max(range.start);
        let to = part.end.min(range.end).max(from);
        let literal = (run.offset != NO_OFFSET).then(|| {
            let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            run.offset + clamp(from - part.start)..run.offset + clamp(to - part.start)
        });
        self.interpreter.context.trails.trace(run.mark, literal)
    }

    fn template_span(&self, place: &Place) -> Option<(Span, usize, Arc<str>)> {
        let Place::Template { definition, start, end } = place else { return None };
        let definition = self.interpreter.definition(*definition)?;
        match &definition.source {
            Source::File(file) => {
                let span = Span { file: file.id(), start: *start, end: *end };
                Some((span, file.line_of(*start), Arc::clone(&definition.name)))
            }
            Source::Value(..) => None,
        }
    }

    fn outermost(&self, traced: &Traced) -> Option<Span> {
        let spans = traced.places.iter().filter_map(|place| self.template_span(place));
        spans.map(|(span, ..)| span).find(|span| span.file == self.file.id())
    }

    /// The place in the template that wrote a part of the text.
    fn span(&self, range: &Range<usize>) -> Span {
        let mut whole: Option<Span> = None;
        for (run, part) in self.runs(range) {
            if let Some(span) = self.outermost(&self.trace(run, &part, range)) {
                whole = Some(whole.map_or(span, |whole| whole.to(span)));
            }
        }
        whole.unwrap_or_else(|| Span::new(self.file.id(), 0, 0))
    }

    /// The same from the first and the last run alone: collections are long.
    fn span_of_collection(&self, range: &Range<usize>) -> Span {
        let first = self.span(&(range.start..range.start + 1));
        first.to(self.span(&(range.end.saturating_sub(1).max(range.start)..range.end)))
    }

    /// Where a scalar comes from, and whether each rendering makes it up anew.
    fn origin(&self, range: &Range<usize>) -> (Option<Arc<Origin>>, Option<&'static str>) {
        let mut frames: Vec<(usize, Span, String)> = Vec::new();
        let mut keys: Vec<(Span, String)> = Vec::new();
        let mut conditions = Vec::new();
        let mut generated = None;
        for (run, part) in self.runs(range).take(MAX_RUNS) {
            let traced = self.trace(run, &part, range);
            generated = generated.or(traced.generated);
            let outermost = self.outermost(&traced);
            for place in &traced.places {
                let found = match place {
                    Place::Key { path, span, missing } => (*span, key_text(path, *missing)),
                    Place::Template { .. } => {
                        let frame = self.template_span(place).filter(|(span, ..)| Some(*span) != outermost);
                        if let Some((span, line, name)) = frame {
                            // Pieces of one line are one place.
                            match frames.iter_mut().find(|known| (known.0, known.1.file) == (line, span.file)) {
                                Some(known) => known.1 = known.1.to(span),
                                None => frames.push((line, span, format!("template `{name}`"))),
                            }
                        }
                        continue;
                    }
                };
                if !keys.contains(&found) {
                    keys.push(found);
                }
            }
            conditions.extend(traced.conditions);
        }
        if keys.is_empty() {
            for mark in conditions {
                for place in self.interpreter.context.trails.trace(mark, None).places {
                    if let Place::Key { path, span, missing } = place {
                        let found = (span, format!("decided by {}", key_text(&path, missing)));
                        if !keys.contains(&found) && keys.len() < 2 {
                            keys.push(found);
                        }
                    }
                }
            }
        }
        let steps = frames.into_iter().map(|(_, span, what)| (span, what)).chain(keys).collect();
        (self.chain(steps), generated)
    }

    fn chain(&self, steps: Vec<(Span, String)>) -> Option<Arc<Origin>> {
        if steps.is_empty() {
            return None;
        }
        if let Some(known) = self.origins.borrow().get(&steps) {
            return Some(Arc::clone(known));
        }
        let mut chain = None;
        for (span, what) in steps.iter().rev() {
            chain = Some(Arc::new(Origin { span: *span, what: what.as_str().into(), before: chain.take() }));
        }
        if let Some(chain) = &chain {
            self.origins.borrow_mut().insert(steps, Arc::clone(chain));
        }
        chain
    }

    /// A collection comes from the key that holds the keys of its first and last entry, if that is one and the same.
    fn origin_of_collection(&self, first: usize, last: usize) -> Option<Arc<Origin>> {
        let key_at = |at: usize| {
            let run = self.runs(&(at..at + 1)).next()?.0;
            self.interpreter.context.trails.innermost_key(run.mark)
        };
        let trails = &self.interpreter.context.trails;
        let parent = trails.parent(key_at(first)?)?;
        if trails.parent(key_at(last)?)? != parent {
            return None;
        }
        let places = trails.trace(parent, None).places;
        let steps = places.into_iter().filter_map(|place| match place {
            Place::Key { path, span, missing } if !path.is_empty() => Some((span, key_text(&path, missing))),
            _ => None,
        });
        self.chain(steps.collect())
    }

    fn node(&self, node: Node) -> Node {
        let range = node.span.range();
        match node.value {
            Value::List(items) if !items.is_empty() => {
                let last = items.last().map_or(range.start, |item| item.span.range().start);
                let origin = self.origin_of_collection(range.start, last);
                let items = items.into_iter().map(|item| self.node(item)).collect();
                Node { value: Value::List(items), span: self.span_of_collection(&range), origin }
            }
            Value::Map(map) if !map.is_empty() => {
                let entries = map.into_entries();
                let last = entries.last().map_or(range.start, |entry| entry.key_span.range().start);
                let origin = self.origin_of_collection(range.start, last);
                let entries: Vec<Entry> = entries.into_iter().map(|entry| self.entry(entry)).collect();
                Node { value: Value::Map(Map::from(entries)), span: self.span_of_collection(&range), origin }
            }
            value => {
                let (origin, generated) = self.origin(&range);
                let value = match (generated, value) {
                    (Some(cause), Value::String(written)) => {
                        Value::Unknown(Arc::new(Unknown { cause: cause.into(), written, set: true }))
                    }
                    (_, value) => value,
                };
                Node { value, span: self.span(&range), origin }
            }
        }
    }

    fn entry(&self, entry: Entry) -> Entry {
        let key_span = self.span(&entry.key_span.range());
        let mut value = self.node(entry.value);
        // A value never stands before its key: that is how an alias is recognized.
        if value.span.file == key_span.file && value.span < key_span {
            value.span = value.span.to(key_span);
            value.span.start = key_span.start;
            value.span.end = value.span.end.max(key_span.end);
        }
        Entry { key: entry.key, key_span, value }
    }
}

fn key_text(path: &str, missing: bool) -> String {
    match (path, missing) {
        ("", _) => "the chart's values".to_owned(),
        (path, true) => format!("value `{path}`, which is not set"),
        (path, false) => format!("value `{path}`"),
    }
}
