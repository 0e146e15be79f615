//! A variable that is not declared.

use regorus::unstable::Expr;

use super::policy::declared_in_words;
use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;
use seaworthy_rego::syntax::names::variable;

pub(super) const LINT: Lint = Lint {
    id: "undeclared-variable",
    severity: Severity::Low,
    title: "A variable that is not declared",
    why: "Where a name in brackets iterates, a slip in it, or a rule of that name added later, changes what the rule means without a word.",
    remedy: "Declare it: `some x in xs`, or `some i`.",
    about: About::Every,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    policy.each_expression(&mut |rule, expression, _| {
        let mut next = expression;
        loop {
            match next.as_ref() {
                Expr::RefDot { refr, .. } => next = refr,
                Expr::RefBrack { refr, index, .. } => {
                    let is_new = variable(index)
                        .is_some_and(|name| !declared_in_words(rule).contains(name) && !policy.is_known(name));
                    if is_new {
                        hits.span(index.span(), format!("`{}` is declared nowhere", index.span().text()));
                    }
                    next = refr;
                }
                _ => break,
            }
        }
    });
}
