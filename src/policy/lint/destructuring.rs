//! An object as a pattern.

use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;
use regorus::unstable::{AssignOp, Expr, Literal, Ref};

pub(super) const LINT: Lint = Lint {
    id: "destructuring",
    severity: Severity::Low,
    title: "An object as a pattern",
    why: "A pattern of an object fails without a word on a key too many or too few, and is not evaluated natively.",
    remedy: "Read the keys that are needed: `x.name`.",
    about: About::Ours,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    policy.each_statement(&mut |_, statement, _| {
        let patterns: Vec<&Ref<Expr>> = match &statement.literal {
            Literal::SomeIn { key, value, .. } => key.iter().chain([value]).collect(),
            Literal::Expr { expr, .. } => match expr.as_ref() {
                Expr::AssignExpr { op: AssignOp::ColEq, lhs, .. } => vec![lhs],
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        for pattern in patterns.into_iter().filter(|pattern| matches!(pattern.as_ref(), Expr::Object { .. })) {
            hits.span(pattern.span(), "this pattern must match the whole object");
        }
    });
}
