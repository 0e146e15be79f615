//! A message that is no plain sentence.

use regorus::unstable::Expr;

use super::policy::{name_of, text_of};
use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;

pub(super) const LINT: Lint = Lint {
    id: "message-form",
    severity: Severity::Low,
    title: "A message that is no plain sentence",
    why: "Reports put the message into a line and add the resource behind it.",
    remedy: "One sentence without a full stop and without line breaks.",
    about: About::Ours,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    if policy.is_library() {
        return;
    }
    policy.each_expression(&mut |_, expression, _| {
        let Expr::Object { fields, .. } = expression.as_ref() else { return };
        for (_, _, value) in fields.iter().filter(|(_, key, _)| text_of(key) == Some("message")) {
            let text = match value.as_ref() {
                Expr::Call { fcn, params, .. } if name_of(fcn).as_deref() == Some("sprintf") => {
                    params.first().and_then(|format| text_of(format))
                }
                other => text_of(other),
            };
            if text.is_some_and(|text| text.contains('\n')) {
                hits.span(value.span(), "the message has a line break");
            } else if text.is_some_and(|text| text.ends_with('.') && !text.ends_with("..")) {
                hits.span(value.span(), "the message ends in a full stop");
            }
        }
    });
}
