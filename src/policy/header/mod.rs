//! What is wrong with a rule's header, at the very place.
//!
//! A header that is right is read in one go. One that is not is read once more, as a tree with places, so that each fault
//! is told at its word.

mod block;
mod frameworks;
mod keys;
mod meaning;

use std::ops::Range;
use std::path::PathBuf;

pub(super) use block::{Block, MARK, block};
pub(super) use keys::diagnose;
pub(super) use meaning::check;

use super::metadata::HeaderError;
use seaworthy_source::{Entry, Map, Node, Sources, yaml};

/// A file without a header.
pub(super) fn missing(text: &str) -> HeaderError {
    let lines = text.split_inclusive('\n').scan(0, |offset, line| {
        let at = *offset;
        *offset += line.len();
        Some((at, line.trim_end()))
    });
    let like = lines.clone().find(|(_, line)| {
        let words = line.trim_start_matches(['#', ' ']);
        line.starts_with('#') && words.trim_end_matches(':').eq_ignore_ascii_case("metadata")
    });
    let (message, help) = match like {
        Some((_, line)) => (format!("`{line}` begins no header"), format!("Write `{MARK}`, just so.")),
        None => (
            format!("the rule has no `{MARK}` block"),
            "A rule begins with one: docs/writing-rules.md shows what it holds.".to_owned(),
        ),
    };
    let range = like.map_or(0..text.lines().next().map_or(0, str::len), |(at, line)| at..at + line.len());
    HeaderError { message, help: Some(help), range }
}

/// A header as a tree whose places are those of the file.
struct Header<'a> {
    text: &'a str,
    block: Block,
    root: Option<Node>,
    problem: Option<(String, Range<usize>)>,
}

impl<'a> Header<'a> {
    fn of(text: &'a str, block: Block) -> Self {
        // The same number of bytes, with nothing but the header in them.
        let before = text[..block.lines.start].bytes();
        let mut yaml: String = before.map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
        for line in text[block.lines.clone()].split_inclusive('\n') {
            yaml.push(' ');
            yaml.push_str(&line[1..]);
        }
        let file = Sources::default().add(PathBuf::new(), String::new(), yaml);
        let document = yaml::parse(&file).documents.into_iter().next();
        let problem = document.as_ref().and_then(|document| document.problems.first());
        let problem = problem.map(|problem| (problem.message.clone(), problem.span.range()));
        Self { text, block, root: document.and_then(|document| document.root), problem }
    }

    fn wrong(&self, place: Range<usize>, message: String, help: Option<String>) -> HeaderError {
        HeaderError { message, help, range: place }
    }

    fn root(&self) -> Option<&Map> {
        self.root.as_ref().and_then(Node::as_map)
    }

    fn custom(&self) -> Option<&Map> {
        self.root()?.get("custom").and_then(Node::as_map)
    }

    /// The text of the mark, or of a key of the root.
    fn place_of(&self, key: &str) -> Range<usize> {
        let entry = self.root().and_then(|root| root.entry(key));
        entry.map_or_else(|| self.block.mark.clone(), |entry| entry.key_span.range())
    }

    /// Where an entry stands below `custom`, or a key of the root does.
    fn entry(&self, key: &str) -> Range<usize> {
        let entry = self.custom().and_then(|custom| custom.entry(key)).or_else(|| self.root()?.entry(key));
        entry.map_or_else(|| self.place_of("custom"), |entry| whole(entry, self.text))
    }

    /// Where an item of a list stands.
    fn item(&self, list: Option<&Node>, number: usize) -> Range<usize> {
        let item = list.and_then(|list| list.items().get(number));
        item.map_or_else(|| self.block.mark.clone(), |item| item.span.range())
    }
}

/// A key with its value, where both are on one line; otherwise the key.
fn whole(entry: &Entry, text: &str) -> Range<usize> {
    let range = entry.key_span.to(entry.value.span).range();
    if text.get(range.clone()).is_some_and(|text| !text.contains('\n')) { range } else { entry.key_span.range() }
}

/// `a`, `b`, each as code.
fn code_list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
