//! A policy that cannot be used.

use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;

pub(super) const LINT: Lint = Lint {
    id: "unusable",
    severity: Severity::Critical,
    title: "A policy that cannot be used",
    why: "The engine does not take it: the rule is left out.",
    remedy: "docs/policy-safety.md says what a policy may be like.",
    about: About::Every,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    if let Err(error) = policy.module {
        hits.at(policy.file.line_range(error.line), error.message.clone());
    }
}
