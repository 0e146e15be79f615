//! Judging: rules, the engine that evaluates them, and the findings that come out.
//!
//! Policies know nothing of files: a finding names a path in a value, which is turned into a place here.

mod builtin;
mod bundle;
mod catalogue;
mod changes;
mod chart_values;
mod coverage;
mod document;
mod evaluate;
mod evaluator;
mod examples;
mod foreign;
mod header;
mod input;
pub mod lint;
mod metadata;
#[doc(hidden)]
pub mod probe;
mod scopes;
mod secret_places;
mod selector;
mod settings;
pub mod testing;

pub use builtin::about_exceptions;
pub use bundle::{Bundle, Rule, bundled};
pub use catalogue::control;
pub use changes::WrongChange;
pub use coverage::{PolicyLines, reachable_lines, reached_lines};
pub use document::{MAX_EXAMPLE_LINES, document, table};
pub use evaluate::evaluate;
pub use examples::{Example, example};
pub use foreign::ConftestOptions;
pub use metadata::{Category, Metadata};
pub use scopes::{Scope, in_scopes};
pub use seaworthy_rego::guard::sandbox::functions;
pub use selector::{Choice, check_selector};
pub use settings::RuleSettings;
