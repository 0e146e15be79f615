//! A rule that replaces its input.

use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;

pub(super) const LINT: Lint = Lint {
    id: "with-modifier",
    severity: Severity::Low,
    title: "A rule that replaces its input",
    why: "`with` is for tests; in a rule it is left to the engine, and what is evaluated is hard to follow.",
    remedy: "Make it a function, and give that what it needs.",
    about: About::Ours,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    policy.each_statement(&mut |_, statement, _| {
        if let Some(modifier) = statement.with_mods.first() {
            hits.span(&modifier.span, "`with` is for tests");
        }
    });
}
