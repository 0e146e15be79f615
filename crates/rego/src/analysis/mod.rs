//! Rego policies and what they refer to: which version they are written in, which rules a rule reaches, and which attributes
//! of the input it looks at.

mod edit;
mod parse;
mod reach;
mod references;

pub use edit::Edits;
pub use parse::Policy;
pub use reach::Scope;
pub use references::{Reference, Step, references};
