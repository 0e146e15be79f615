//! A finding without a path.

use regorus::unstable::Expr;

use super::policy::text_of;
use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;

pub(super) const LINT: Lint = Lint {
    id: "finding-without-path",
    severity: Severity::High,
    title: "A finding without a path",
    why: "A finding needs the path of what has to be edited; without it the rule cannot be evaluated.",
    remedy: "Add `\"path\"`, from the root of `input.object` or `input.values`.",
    about: About::Ours,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    if policy.is_library() {
        return;
    }
    policy.each_expression(&mut |_, expression, _| {
        if let Expr::Object { fields, span, .. } = expression.as_ref() {
            let has = |wanted: &str| fields.iter().any(|(_, key, _)| text_of(key) == Some(wanted));
            if has("message") && !has("path") && !has("address") {
                hits.span(span, "this finding has no `path`");
            }
        }
    });
}
