//! A regular expression that is computed.

use super::policy::text_of;
use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;

pub(super) const LINT: Lint = Lint {
    id: "regex-constant",
    severity: Severity::Low,
    title: "A regular expression that is computed",
    why: "It is compiled again for each value, a thousand times what a match costs, and what is special in a value changes what it means.",
    remedy: "Write it out; compare texts with `startswith`, `contains`, `endswith`.",
    about: About::Ours,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    policy.each_call(&mut |call| {
        let pattern = pattern_of(&call.name).and_then(|at| call.arguments.get(at));
        if let Some(pattern) = pattern.filter(|pattern| text_of(pattern).is_none()) {
            hits.span(pattern.span(), "this pattern is no text that is written out");
        }
    });
}

/// Which argument is the pattern.
pub(super) fn pattern_of(function: &str) -> Option<usize> {
    match function {
        "regex.match" | "regex.split" | "regex.find_n" | "regex.template_match" | "regex.is_valid" | "re_match" => {
            Some(0)
        }
        "regex.replace" => Some(1),
        _ => None,
    }
}
