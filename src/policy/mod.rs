//! Judging: rules, the engine that evaluates them, and the findings that come out.
//!
//! Policies know nothing of files: a finding names a path in a value, which is turned into a place here.

mod builtin;
mod bundle;
mod engine;
mod evaluate;
mod evaluator;
mod finding;
mod input;
mod metadata;
mod native;
#[doc(hidden)]
pub mod probe;
mod selector;

pub use builtin::about_exceptions;
pub use bundle::{Bundle, Rule};
pub use evaluate::{Evaluation, evaluate};
pub use finding::{Finding, Related, fingerprint};
pub use metadata::{Category, Metadata, Severity};
pub use selector::Choice;
