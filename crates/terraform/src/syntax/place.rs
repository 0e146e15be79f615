//! Where the bytes of a text that is being parsed come from.

use seaworthy_source::{FileId, SourceFile, Span};

/// A text to parse, and where its parts come from.
#[derive(Debug, Clone, Copy)]
pub struct Snippet<'a> {
    pub(super) text: &'a str,
    /// The file that diagnostics are about, as reports name it.
    pub(super) subject: &'a str,
    pub(super) place: Place<'a>,
}

/// How offsets in a text become spans.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'a> {
    /// The text is part of a file, from an offset on.
    From(FileId, usize),
    /// The text is part of a file, with escapes resolved: from each first offset (in the text) on, the text is
    /// the same as in the file from the second offset on. In order; the first one is of the text's beginning.
    Resolved(FileId, &'a [(usize, usize)]),
    /// The text was computed: all of it has one place.
    Within(Span),
}

impl<'a> Snippet<'a> {
    /// All of a file.
    #[must_use]
    pub fn file(file: &'a SourceFile) -> Self {
        Self { text: file.text(), subject: file.name(), place: Place::From(file.id(), 0) }
    }

    /// A text that is not in a file: a computed value, or one from the command line. Every span and diagnostic
    /// has the place `at`, in the file that reports name `subject`.
    #[must_use]
    pub fn computed(text: &'a str, subject: &'a str, at: Span) -> Self {
        Self { text, subject, place: Place::Within(at) }
    }
}

impl Place<'_> {
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        match *self {
            Self::From(file, offset) => Span::new(file, offset + start, offset + end),
            Self::Resolved(file, steps) => Span::new(file, in_source(steps, start), in_source(steps, end)),
            Self::Within(span) => span,
        }
    }
}

fn in_source(steps: &[(usize, usize)], offset: usize) -> usize {
    let after = steps.partition_point(|&(resolved, _)| resolved <= offset);
    let (resolved, written) = after.checked_sub(1).and_then(|index| steps.get(index)).copied().unwrap_or_default();
    written + (offset - resolved)
}
