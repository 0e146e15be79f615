//! A parameter that is not declared.

use super::unused_parameter::parameters;
use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;

pub(super) const LINT: Lint = Lint {
    id: "undeclared-parameter",
    severity: Severity::High,
    title: "A parameter that is not declared",
    why: "What is not in the header is never there, so that the rule finds nothing, and cannot be set.",
    remedy: "Declare it under `params` with its default.",
    about: About::Ours,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    let Some(metadata) = policy.metadata.as_ref().filter(|_| !policy.is_library()) else { return };
    for (name, span) in parameters(policy).read {
        if !metadata.custom.params.contains_key(name) {
            hits.span(span, format!("`{name}` is not declared under `params`"));
        }
    }
}
