//! A verb that not every engine knows.

use super::sprintf_arguments::{formats, verbs};
use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;

pub(super) const LINT: Lint = Lint {
    id: "sprintf-verbs",
    severity: Severity::Medium,
    title: "A verb that not every engine knows",
    why: "Widths, flags and verbs other than `%s`, `%d` and `%v` lose the finding here.",
    remedy: "Use `%s` for texts, `%d` for integers, `%v` for anything else.",
    about: About::Ours,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    formats(policy, &mut |format, text, _| {
        for verb in verbs(text).into_iter().filter(|verb| !["%s", "%d", "%v"].contains(&verb.as_str())) {
            hits.span(format.span(), format!("`{verb}` is not understood by every engine"));
        }
    });
}
