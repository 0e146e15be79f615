//! Rules that nothing tries out. What fixtures there are is no matter of a policy alone: [`crate::linting`] looks.

use super::{About, Lint};
use crate::verdict::Severity;

/// A rule has no fixture of a kind.
pub const MISSING_FIXTURES: Lint = Lint {
    id: "missing-fixtures",
    severity: Severity::Medium,
    title: "A rule without fixtures",
    why: "Nobody knows whether it finds what it should, and nothing that it should not.",
    remedy: "Put a manifest that it reports and one that it does not into `fixtures/<id>`: docs/testing-policies.md.",
    about: About::Ours,
    check: |_, _| {},
};

/// A line of a rule is reached by no fixture.
pub const UNREACHED_LINE: Lint = Lint {
    id: "unreached-line",
    severity: Severity::Low,
    title: "A line that no fixture reaches",
    why: "Whether it does what it should is not tried out.",
    remedy: "Add a fixture for the case that it is about, or remove it.",
    about: About::Ours,
    check: |_, _| {},
};
