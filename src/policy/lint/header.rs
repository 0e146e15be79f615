//! A header that cannot be read.

use super::{About, Hits, Lint, Policy};
use crate::policy::metadata::Metadata;
use crate::verdict::Severity;

pub(super) const LINT: Lint = Lint {
    id: "header",
    severity: Severity::High,
    title: "A header that cannot be read",
    why: "A rule whose header lacks something, or holds something else, is left out.",
    remedy: "docs/writing-rules.md has a table of what belongs into it.",
    about: About::Ours,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    if policy.is_library() {
        return;
    }
    if let Err(error) = Metadata::read(policy.file.text()) {
        hits.at(error.range, error.message);
    }
}
