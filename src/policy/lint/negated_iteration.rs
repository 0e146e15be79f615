//! An iteration inside not.

use regorus::unstable::{Expr, Literal};

use super::policy::declared_in_words;
use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;
use seaworthy_rego::syntax::names::{variable, visit};

pub(super) const LINT: Lint = Lint {
    id: "negated-iteration",
    severity: Severity::Medium,
    title: "An iteration inside not",
    why: "`not xs[_] == v` holds in one engine if some element differs, and in another if none is equal.",
    remedy: "Collect and count: `count([x | some x in xs; x == v]) == 0`; or `not v in xs`.",
    about: About::Every,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    policy.each_statement(&mut |rule, statement, _| {
        let Literal::NotExpr { expr, .. } = &statement.literal else { return };
        visit(expr, &mut |part| {
            if let Expr::RefBrack { index, .. } = part.as_ref() {
                let is_new = variable(index)
                    .is_some_and(|name| !declared_in_words(rule).contains(name) && !policy.is_known(name));
                if is_new || index.span().text() == "_" {
                    hits.span(part.span(), format!("`{}` iterates inside `not`", part.span().text()));
                    return false;
                }
            }
            true
        });
    });
}
