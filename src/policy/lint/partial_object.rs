//! A rule that is an object of several parts.

use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;
use regorus::unstable::{Expr, Rule, RuleHead};

pub(super) const LINT: Lint = Lint {
    id: "partial-object",
    severity: Severity::Low,
    title: "A rule that is an object of several parts",
    why: "Such rules are left to the engine, and a key that two of them define is an error.",
    remedy: "Make it a comprehension: `{key: value | …}`.",
    about: About::Ours,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    for rule in policy.rules() {
        if let Rule::Spec { head: RuleHead::Compr { refr, .. }, .. } = rule.as_ref()
            && matches!(refr.as_ref(), Expr::RefBrack { .. } | Expr::RefDot { .. })
        {
            hits.span(refr.span(), "this defines a part of an object");
        }
    }
}
