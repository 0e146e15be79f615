//! Conftest's policies.

use std::path::PathBuf;

use super::folder::RegoFile;
use super::{Context, ForeignRule};
use crate::discover::display_name;
use crate::policy::evaluate::Evaluation;
use crate::source::{Diagnostic, Sources};

/// How Conftest's policies are evaluated: what its own flags of these names say.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The packages whose rules count; `main` where there is none.
    pub namespaces: Vec<String>,
    /// Whether the rules of all packages count.
    pub all_namespaces: bool,
    /// Files and folders of data.
    pub data: Vec<PathBuf>,
    /// Whether all input is judged together.
    pub combine: bool,
}

/// Policies that are ready to be evaluated.
#[derive(Debug, Default)]
pub(super) struct Policies;

impl Policies {
    /// Loads policies: the rules that they are, and what is wrong with them.
    pub(super) fn load(
        files: Vec<RegoFile>,
        _options: &Options,
        _sources: &Sources,
    ) -> (Self, Vec<ForeignRule>, Vec<Diagnostic>) {
        let told =
            files.iter().map(|file| {
                Diagnostic::warning(display_name(&file.path), "policies of Conftest are not evaluated yet")
                    .help(format!("`{}`, {} bytes, was left out.", file.id, file.text.len()))
            });
        (Self, Vec::new(), told.collect())
    }

    /// Judges resources and files.
    pub(super) fn evaluate(&self, _context: &Context<'_>) -> Evaluation {
        Evaluation::default()
    }
}
