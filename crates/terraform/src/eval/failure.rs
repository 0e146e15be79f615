use std::sync::Arc;

use crate::value::{Cause, Error, Type, Value};
use seaworthy_source::{Diagnostic, Level, Sources, Span};

/// Why an expression has no value.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    /// Where.
    pub span: Span,
    /// What is wrong, in one line.
    pub summary: String,
    /// What is wrong, in full.
    pub detail: String,
    /// Whether a file is missing; a build may create it before Terraform runs.
    pub no_file: bool,
}

/// A value or an error, which is boxed because it is rare.
pub(super) type Result<T = Value> = std::result::Result<T, Box<Failure>>;

impl Failure {
    pub(super) fn new(span: Span, summary: impl Into<String>, detail: impl Into<String>) -> Box<Self> {
        Box::new(Self { span, summary: summary.into(), detail: detail.into(), no_file: false })
    }

    /// From an operation on values; `operands` are their places.
    pub(super) fn of(error: Error, whole: Span, operands: &[Span]) -> Box<Self> {
        let span = error.operand.and_then(|index| operands.get(index)).copied().unwrap_or(whole);
        Self::new(span, error.summary, error.detail)
    }

    pub(super) fn diagnostic(&self, sources: &Sources) -> Diagnostic {
        let file = sources.get(self.span.file);
        let mut summary = self.summary.clone();
        if let Some(first) = summary.get(..1).map(str::to_lowercase) {
            summary.replace_range(..1, &first);
        }
        let diagnostic = Diagnostic::error(file.name(), format!("{summary}: {}", self.detail.trim_end_matches('.')));
        if self.no_file {
            return Diagnostic { level: Level::Warning, ..diagnostic }.at(self.span, "").help(
                "Create the file before the scan, as before a run of Terraform. Values that depend on it are treated as \
                 unknown; everything else was evaluated.",
            );
        }
        diagnostic.at(self.span, "").help(
            "Terraform rejects this. Values that depend on it are treated as unknown; everything else was evaluated.",
        )
    }

    /// The unknown value to use instead.
    pub(super) fn unknown(&self) -> Value {
        let what = format!("its expression has an error: {}", self.summary);
        Value::unknown(Type::Any, &Arc::new(Cause { what: what.into(), span: Some(self.span) }))
    }
}
