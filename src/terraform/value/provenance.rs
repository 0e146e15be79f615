use std::sync::Arc;

use crate::source::Span;

/// Where a value comes from.
#[derive(Debug, Clone, Default)]
pub struct Provenance {
    /// The expression that wrote it: for what is written down, its literal; for what is computed, the call or operation.
    pub written: Option<Span>,
    /// The names that it was handed on by since, the last one first.
    pub steps: Option<Arc<Step>>,
}

/// A name that handed a value on.
#[derive(Debug, Clone)]
pub struct Step {
    /// The name's declaration, or the argument that set it.
    pub span: Span,
    /// For people: `local.tags`, `variable "encrypted"`, `module.bucket`.
    pub what: Arc<str>,
    /// The one before it.
    pub before: Option<Arc<Step>>,
}
