//! A rule that reads the clock.

use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;

pub(super) const LINT: Lint = Lint {
    id: "clock",
    severity: Severity::Low,
    title: "A rule that reads the clock",
    why: "What such a rule finds changes from one day to the next although nothing else did, so that a report cannot be repeated.",
    remedy: "Compare with a date in `input.params`.",
    about: About::Ours,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    policy.each_call(&mut |call| {
        if call.name == "time.now_ns" {
            hits.span(call.function.span(), "`time.now_ns` is another time in each run");
        }
    });
}
