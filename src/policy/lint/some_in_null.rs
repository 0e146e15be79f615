//! An iteration over null.

use regorus::unstable::{Expr, Literal};

use super::policy::name_of;
use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;

pub(super) const LINT: Lint = Lint {
    id: "some-in-null",
    severity: Severity::Medium,
    title: "An iteration over null",
    why: "`some x in null` is an error in one engine and finds nothing in another.",
    remedy: "Give an empty list as the default: `object.get(x, \"y\", [])`.",
    about: About::Every,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    policy.each_statement(&mut |_, statement, _| {
        let (Literal::SomeIn { collection, .. } | Literal::Every { domain: collection, .. }) = &statement.literal
        else {
            return;
        };
        let is_null = match collection.as_ref() {
            Expr::Null { .. } => true,
            Expr::Call { fcn, params, .. } => {
                name_of(fcn).as_deref() == Some("object.get")
                    && params.get(2).is_some_and(|default| matches!(default.as_ref(), Expr::Null { .. }))
            }
            _ => false,
        };
        if is_null {
            hits.span(collection.span(), "this may be null");
        }
    });
}
