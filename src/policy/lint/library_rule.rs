//! A rule in a library.

use regorus::unstable::Rule;

use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;
use seaworthy_rego::syntax::{head, parameters};

pub(super) const LINT: Lint = Lint {
    id: "library-rule",
    severity: Severity::Low,
    title: "A rule in a library",
    why: "A reference to a rule without arguments in another package costs the engine several times what a call costs: it looks through all policies for it.",
    remedy: "Make it a function of what it reads.",
    about: About::Ours,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    if !policy.is_library() {
        return;
    }
    for rule in policy.rules() {
        let (name, arguments) = (head(rule), parameters(rule));
        if matches!(rule.as_ref(), Rule::Spec { .. }) && arguments.is_empty() && !policy.is_constant(rule) {
            hits.span(name.span(), format!("`{}` takes no arguments", name.span().text()));
        }
    }
}
