//! What judging comes to: the [`Record`] of every verdict, and the findings among them.
//!
//! Reports, statistics and the exit code read the record; none of them works out anything about a verdict again.

mod builder;
mod finding;
mod record;
mod severity;

pub use builder::FindingBuilder;
pub use finding::{Finding, Related};
pub use record::{Cause, Causes, Counts, Judgement, Outcome, Record, RuleId, Subject, SubjectId, Verdict};
pub use severity::Severity;
