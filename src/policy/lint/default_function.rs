//! A default of a function.

use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;
use regorus::unstable::Rule;

pub(super) const LINT: Lint = Lint {
    id: "default-function",
    severity: Severity::Low,
    title: "A default of a function",
    why: "Engines differ on what a default function returns for arguments that are undefined, and it is not evaluated natively.",
    remedy: "Write one more definition, with the condition under which it applies.",
    about: About::Ours,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    for rule in policy.rules() {
        if let Rule::Default { args, span, .. } = rule.as_ref()
            && !args.is_empty()
        {
            hits.span(span, "this function has a default");
        }
    }
}
