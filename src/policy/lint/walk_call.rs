//! A walk over everything.

use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;

pub(super) const LINT: Lint = Lint {
    id: "walk-call",
    severity: Severity::Low,
    title: "A walk over everything",
    why: "`walk` looks at every part of a value, costs many times what a path costs, and is not evaluated natively.",
    remedy: "Name the path, or iterate over the lists that are meant.",
    about: About::Ours,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    policy.each_call(&mut |call| {
        if call.name == "walk" {
            hits.span(call.function.span(), "`walk` looks at everything");
        }
    });
}
