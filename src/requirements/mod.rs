//! What a team declares that a workload must do: its traffic, its latency, how much is read, how much data there is.
//!
//! A declaration stands in the configuration or in an annotation. What is declared for a resource is a map of nodes, so
//! that a finding can show where each value comes from. docs/requirements.md is about all of this.

mod annotations;
mod declarations;
mod declare;
mod matching;
mod read;
mod settings;
mod table;

pub use declarations::{Declarations, check};
pub use declare::{declare, unread};
pub use settings::{Declared, MatchSettings, Patterns, RequirementSettings};
pub use table::{Kind, REQUIREMENTS, Requirement, named};

/// What the keys of annotations and tags begin with that declare something.
pub const PREFIX: &str = "seaworthy.dev/";

/// What is wrong with a declaration, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// What to do.
    pub help: String,
}
