//! YAML and JSON text to [`Node`]s, with a span for every key and value.
//!
//! Parsing is total: a broken document costs itself and is told, the ones around it are kept. Scalars are read as
//! Kubernetes reads them (sigs.k8s.io/yaml over go-yaml v2): see [`scalar`].

mod build;
mod merge;
pub mod scalar;

use granit_parser::{Event, Parser};

use crate::{Node, SourceFile, Span};
use build::Builder;
pub use scalar::Dialect;

/// How deep collections may nest: the parser's own limit, for blocks and for flow collections each.
const MAX_DEPTH: usize = 255;

/// Longest key, in characters. YAML's own limit of 1,024 does not hold for JSON, which is read here too.
const MAX_KEY: usize = 64 * 1024;

/// A file's documents and comments.
#[derive(Debug, Default)]
pub struct Stream {
    /// The documents in order; empty ones are left out.
    pub documents: Vec<Document>,
    /// The comments that speak to this program, in order.
    pub comments: Vec<Span>,
}

/// One document.
#[derive(Debug)]
pub struct Document {
    /// Its value; `None` where it is broken.
    pub root: Option<Node>,
    /// The text that it takes up.
    pub span: Span,
    /// What is wrong with it. A document with a value has warnings only.
    pub problems: Vec<Problem>,
}

/// Something wrong in a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// Where.
    pub span: Span,
    /// A second place that belongs to it, with what it is.
    pub other: Option<(Span, String)>,
    /// What to do about it, where that can be said.
    pub help: Option<String>,
}

/// The mark by which a comment speaks to this program.
pub const DIRECTIVE: &str = "seaworthy:";

/// Reads all documents of a file, as Kubernetes does.
#[must_use]
pub fn parse(file: &SourceFile) -> Stream {
    parse_as(file, Dialect::Kubernetes)
}

/// Reads all documents of a file.
#[must_use]
pub fn parse_as(file: &SourceFile, dialect: Dialect) -> Stream {
    let text = file.text();
    let options = granit_parser::options! {
        block_scalar_eof_without_line_feed: true,
        emit_anchor_events: false,
        emit_comments: text.contains(DIRECTIVE),
        max_buffered_comment_events: usize::MAX,
        simple_key_max_lookahead: MAX_KEY,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH
    };
    let mut parser = Parser::new_from_str_with_options(text, options);
    let mut stream = Stream::default();
    let mut builder = Builder::new(file, dialect);
    let mut start = 0;
    loop {
        match parser.next_event() {
            None => break,
            Some(Ok((Event::Comment(comment, _), span))) => {
                if comment.contains(DIRECTIVE) {
                    stream.comments.extend(span.byte_range().map(|bytes| Span::new(file.id(), bytes.start, bytes.end)));
                }
            }
            Some(Ok((Event::DocumentStart(..), span))) => {
                start = span.byte_range().map_or(start, |bytes| bytes.start);
                builder = Builder::new(file, dialect);
            }
            Some(Ok((Event::DocumentEnd, span))) => {
                let end = span.byte_range().map_or(text.len(), |bytes| bytes.end);
                stream.documents.extend(builder.finish(Span::new(file.id(), start, end)));
                builder = Builder::new(file, dialect);
                start = end;
            }
            Some(Ok((event, span))) => builder.event(event, span.byte_range().unwrap_or(start..start)),
            Some(Err(error)) => {
                let at = error.marker().byte_offset().unwrap_or(start).min(text.len());
                let end = document_end(text, at);
                stream.documents.push(broken(file, start..end, at, error.info()));
                start = end;
                builder = Builder::new(file, dialect);
                if !matches!(parser.proceed_next_document(), Ok(true)) {
                    break;
                }
            }
        }
    }
    stream
}

fn broken(file: &SourceFile, range: std::ops::Range<usize>, at: usize, reason: String) -> Document {
    // At the end of the text there is nothing to point at: point at the last line that says something.
    let last = file.text().trim_end().len().saturating_sub(1);
    let at = file.text().floor_char_boundary(at.min(last));
    let line = file.line_range(file.line_of(u32::try_from(at).unwrap_or(u32::MAX)));
    let span = Span::new(file.id(), at.clamp(line.start, line.end), line.end.max(at));
    Document {
        root: None,
        span: Span::new(file.id(), range.start, range.end),
        problems: vec![Problem { message: format!("not valid YAML: {reason}"), span, other: None, help: None }],
    }
}

/// Where the document around `at` ends: at the next line that is a document marker.
fn document_end(text: &str, at: usize) -> usize {
    let from = text.floor_char_boundary(at);
    let rest = &text[from..];
    memchr::memmem::find_iter(rest.as_bytes(), b"\n---").map(|found| from + found + 1).next().unwrap_or(text.len())
}

#[cfg(test)]
mod tests;
