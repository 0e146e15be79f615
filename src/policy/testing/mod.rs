//! Tests that are written in Rego, and what a failing one hung on.
//!
//! A test is a rule `test_…` of any package, as `opa test` has it: it passes if it is true. Everything here is evaluated by
//! the engine alone: tests use `with`, which the native path does not model, and the engine is the reference.

mod file;
mod inspect;
mod query;
mod run;
mod statement;
mod steps;
mod suite;
mod text;

pub use inspect::{Answer, Inspection, Trace, inspect};
pub use query::{Queries, QueryAnswer, QueryRow, check_query, input_of};
pub use run::{RegoOutcome, RegoTested};
pub use steps::{Seen, Step};
pub use suite::{RegoTest, Suite};
pub use text::value_text;
