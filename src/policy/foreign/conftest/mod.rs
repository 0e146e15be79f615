//! Conftest's policies: rules named `deny`, `violation` or `warn`, which return messages about a file's content.
//!
//! [`load`] finds the rules, [`evaluate`] evaluates them on everything that is judged, and [`returned`] reads what they
//! return.
//!
//! Source: Conftest's documentation (docs/index.md, exceptions.md, options.md).

mod combined;
mod data;
mod evaluate;
mod load;
mod returned;

use std::path::PathBuf;

use crate::verdict::Severity;
use seaworthy_rego::Engine;
use seaworthy_rego::analysis::Attribute;
use seaworthy_rego::native::Reads;
use seaworthy_source::Span;

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
pub(super) struct Policies {
    engine: Option<Engine>,
    definitions: Vec<Definition>,
    /// The packages that have exceptions.
    with_exceptions: Vec<String>,
    /// Whether a policy asks for the name of the file.
    asks_for_file: bool,
    combine: bool,
}

/// What is evaluated: one definition of a rule, or all of a rule that has to be evaluated as a whole.
#[derive(Debug)]
struct Definition {
    /// The id of the rule that it is part of.
    rule: String,
    /// The package.
    namespace: String,
    /// What exceptions call it: the rule's name without `deny_`.
    exempted_as: String,
    /// The value to ask the engine for.
    query: String,
    /// What its own annotations say.
    severity: Option<Severity>,
    /// Where it begins.
    span: Span,
    reads: Reads,
    /// What it looks at.
    references: Vec<Attribute>,
}
