//! Rego policies and what they refer to: which version they are written in, which rules a rule reaches, and which attributes
//! of the input it looks at.

mod edit;
mod parse;
mod reach;
mod references;

pub(super) use edit::Edits;
pub(super) use parse::{Policy, rule_head};
pub(super) use reach::Scope;
pub(super) use references::{Reference, Step, references};
