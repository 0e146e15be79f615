//! Manifests and patches that are written as a text within a kustomization: their places are those of its lines.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use seaworthy_source::yaml::{self, Dialect, Problem};
use seaworthy_source::{Node, Origin, SourceFile, Sources, Span, Value};

/// A document of a text.
pub(super) struct InlineDocument {
    /// Its value; `None` where it is broken.
    pub(super) root: Option<Node>,
    /// What is wrong with it.
    pub(super) problems: Vec<Problem>,
}

/// The documents of a text, which stands at `span`.
pub(super) fn parse(text: &str, span: Span, dialect: Dialect, sources: &Sources) -> Vec<InlineDocument> {
    let outer = sources.get(span.file);
    let inner = Sources::default().add(PathBuf::new(), outer.name().to_owned(), text.to_owned());
    let places = Places::new(text, span, &outer);
    let documents = yaml::parse_as(&inner, dialect).documents.into_iter().map(|mut document| {
        if let Some(root) = &mut document.root {
            places.correct(root);
        }
        for problem in &mut document.problems {
            problem.span = places.span(problem.span);
            if let Some((span, _)) = &mut problem.other {
                *span = places.span(*span);
            }
        }
        InlineDocument { root: document.root, problems: document.problems }
    });
    documents.collect()
}

/// The comments in the texts of a file that speak to this program.
pub(super) fn comments(node: &Node, outer: &SourceFile, found: &mut Vec<Span>) {
    match &node.value {
        Value::String(text) if text.contains(yaml::DIRECTIVE) && text.contains('\n') => {
            let inner = Sources::default().add(PathBuf::new(), String::new(), text.to_string());
            let places = Places::new(text, node.span, outer);
            found.extend(yaml::parse(&inner).comments.into_iter().map(|comment| places.span(comment)));
        }
        Value::List(items) => items.iter().for_each(|item| comments(item, outer, found)),
        Value::Map(map) => map.iter().for_each(|entry| comments(&entry.value, outer, found)),
        _ => {}
    }
}

/// Where the lines of a text stand in the file around it.
struct Places {
    whole: Span,
    /// For each line: where it starts in the text, and where in the file. None where the lines differ.
    lines: Vec<(usize, usize)>,
}

impl Places {
    fn new(text: &str, whole: Span, outer: &SourceFile) -> Self {
        let raw = outer.text().get(whole.range()).unwrap_or_default();
        let start = whole.range().start;
        let lines = match raw.as_bytes().first() {
            Some(b'"' | b'\'') if raw.get(1..raw.len() - 1) == Some(text) => vec![(0, start + 1)],
            _ => block(text, raw, start),
        };
        Self { whole, lines }
    }

    fn span(&self, span: Span) -> Span {
        let Range { start, end } = span.range();
        match (self.offset(start), self.offset(end.saturating_sub(1).max(start))) {
            (Some(from), Some(to)) => {
                let end = if end > start { to + 1 } else { from };
                Span::new(self.whole.file, from, end.min(self.whole.range().end))
            }
            _ => self.whole,
        }
    }

    fn offset(&self, at: usize) -> Option<usize> {
        let line = self.lines.partition_point(|(start, _)| *start <= at).checked_sub(1)?;
        let (start, outer) = self.lines[line];
        Some(outer + (at - start))
    }

    fn corrected(&self, origin: &Arc<Origin>) -> Arc<Origin> {
        let before = origin.before.as_ref().map(|before| self.corrected(before));
        Arc::new(Origin { span: self.span(origin.span), what: Arc::clone(&origin.what), before })
    }

    fn correct(&self, node: &mut Node) {
        node.span = self.span(node.span);
        node.origin = node.origin.as_ref().map(|origin| self.corrected(origin));
        match &mut node.value {
            Value::List(items) => items.iter_mut().for_each(|item| self.correct(item)),
            Value::Map(map) => {
                for entry in map.iter_mut() {
                    entry.key_span = self.span(entry.key_span);
                    self.correct(&mut entry.value);
                }
            }
            _ => {}
        }
    }
}

/// The lines of a literal block, from its `|` or from its first line on: they stand one below the other, further to the
/// right. None where the text is written otherwise.
fn block(text: &str, raw: &str, start: usize) -> Vec<(usize, usize)> {
    let header = if raw.starts_with('|') { raw.find('\n').map_or(raw.len(), |end| end + 1) } else { 0 };
    let mut raw_lines = raw[header..].split('\n');
    let mut outer = start + header;
    let mut inner = 0;
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let Some(raw_line) = raw_lines.next() else { break };
        let trimmed = raw_line.trim_end_matches('\r');
        let before = match trimmed.strip_suffix(line) {
            Some(before) if !line.is_empty() && before.bytes().all(|c| c == b' ') => before.len(),
            _ if line.is_empty() => trimmed.len(),
            _ => return Vec::new(),
        };
        lines.push((inner, outer + before));
        inner += line.len() + 1;
        outer += raw_line.len() + 1;
    }
    lines
}
