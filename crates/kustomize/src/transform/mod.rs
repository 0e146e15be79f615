//! What a kustomization does to resources, one file for each field.

pub(super) mod images;
pub(super) mod json_patch;
pub(super) mod labels;
pub(super) mod names;
pub(super) mod namespace;
pub(super) mod patches;
pub(super) mod replacements;
pub(super) mod replicas;
mod strategic;

use std::path::Path;

use seaworthy_source::disk::ReadError;
use seaworthy_source::{Span, display_name};

/// Something that could not be done, at the line that wanted it.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    /// What is wrong.
    pub(super) message: String,
    /// The line.
    pub(super) at: Span,
    /// A second place, with its label.
    pub(super) other: Option<(Span, String)>,
    /// What to do.
    pub(super) help: Option<String>,
    /// Whether something is missing that could be in what was not evaluated.
    pub(super) is_absence: bool,
}

impl Problem {
    pub(super) fn new(message: impl Into<String>, at: Span) -> Self {
        Self { message: message.into(), at, other: None, help: None, is_absence: false }
    }

    /// A file or folder is not read.
    pub(super) fn unread(path: &Path, reason: &ReadError, at: Span) -> Self {
        let help = reason.help().map(str::to_owned);
        Self { help, ..Self::new(format!("`{}` {reason}", display_name(path)), at) }
    }

    /// Something is missing.
    pub(super) fn absence(message: impl Into<String>, at: Span) -> Self {
        Self { is_absence: true, ..Self::new(message, at) }
    }
}
