//! What policies refer to among each other: which rules a rule reaches, and which attributes of the input it reads.

mod attributes;
mod edit;
mod parse;
mod reach;

pub use attributes::{Attribute, AttributeStep, attributes};
pub use edit::Edits;
pub use parse::Policy;
pub use reach::Scope;
