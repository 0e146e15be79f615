//! A missing value inside not.

use regorus::unstable::{Expr, Literal, Ref, Rule};

use super::policy::name_of;
use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;
use seaworthy_rego::syntax::{names::visit, reference};

pub(super) const LINT: Lint = Lint {
    id: "negated-missing",
    severity: Severity::Medium,
    title: "A missing value inside not",
    why: "With a value that is missing, `not f(x.y)` and `not x.y in xs` hold in one engine and are undefined in another: the rule finds something here that it does not find there.",
    remedy: "Give a default: `not object.get(x, \"y\", \"\") in xs`; or require the value first.",
    about: About::Every,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    policy.each_statement(&mut |rule, statement, _| {
        let Literal::NotExpr { expr, .. } = &statement.literal else { return };
        let operands: Vec<&Ref<Expr>> = match expr.as_ref() {
            Expr::Call { fcn, params, .. } if name_of(fcn).as_deref() == Some("object.get") => {
                params.iter().take(1).collect()
            }
            Expr::Call { params, .. } => params.iter().collect(),
            Expr::Membership { key, value, collection, .. } => key.iter().chain([value, collection]).collect(),
            _ => return,
        };
        for operand in operands {
            visit(operand, &mut |part| match part.as_ref() {
                Expr::RefDot { .. } | Expr::RefBrack { .. } => {
                    if may_be_missing(policy, part) && !is_required(policy, rule, part) {
                        let text = part.span().text();
                        hits.span(part.span(), format!("`{text}` may be missing inside `not`"));
                    }
                    false
                }
                Expr::Call { fcn, params, .. } if name_of(fcn).as_deref() == Some("object.get") => {
                    // What it gets is there; what it gets it from may not be.
                    let from = params.first().filter(|from| may_be_missing(policy, from));
                    if let Some(from) = from.filter(|from| !is_required(policy, rule, from)) {
                        let text = from.span().text();
                        hits.span(from.span(), format!("`{text}` may be missing inside `not`"));
                    }
                    false
                }
                _ => true,
            });
        }
    });
}

/// What the host always puts into the input, below the names that it has there.
const PRESENT: [&str; 13] = [
    "name",
    "type",
    "path",
    "spec",
    "address",
    "kind",
    "group",
    "namespace",
    "object",
    "values",
    "containers",
    "pods",
    "key",
];

fn may_be_missing(policy: &Policy<'_>, expression: &Expr) -> bool {
    let Some(found) = reference(expression) else { return false };
    if matches!(expression, Expr::Var { .. }) || is_part_of_list(expression) {
        return false;
    }
    let text = expression.span().text();
    let root = found.root.text();
    if root == "data" || (policy.is_known(root) && root != "input") {
        return false;
    }
    let keys = found.keys();
    let steps: Vec<&str> = text.split(['.', '[']).skip(1).collect();
    if root != "input" {
        return !(policy.is_ours && steps.len() == 1 && keys.len() == 1 && PRESENT.contains(&keys[0]));
    }
    let is_present = match keys.as_slice() {
        [one] => {
            ["object", "values", "resource", "containers", "related", "params", "requirements", "chart", "settings"]
                .contains(one)
        }
        ["resource" | "params" | "related", _] => true,
        ["object", "kind" | "apiVersion"] => true,
        ["pod", part] => ["role", "path", "metadata", "spec", "spec_path"].contains(part),
        _ => false,
    };
    !(policy.is_ours && is_present && keys.len() == steps.len())
}

/// `match[1]`: a list of which it is known how long it is, as the groups of an expression.
fn is_part_of_list(expression: &Expr) -> bool {
    matches!(expression, Expr::RefBrack { refr, index, .. }
        if matches!(refr.as_ref(), Expr::Var { .. }) && matches!(index.as_ref(), Expr::Number { .. }))
}

/// Whether the rule goes on only if the value is there: it stands in another statement, outside of `not`.
fn is_required(policy: &Policy<'_>, of: &Ref<Rule>, wanted: &Expr) -> bool {
    let wanted = wanted.span().text();
    let mut required = false;
    policy.each_statement(&mut |rule, statement, _| {
        let expression = match &statement.literal {
            Literal::Expr { expr, .. } => expr,
            Literal::SomeIn { collection, .. } | Literal::Every { domain: collection, .. } => collection,
            _ => return,
        };
        if rule == of {
            visit(expression, &mut |part| {
                let text = part.span().text();
                let is_defaulted =
                    matches!(part.as_ref(), Expr::Call { fcn, .. } if name_of(fcn).as_deref() == Some("object.get"));
                required |=
                    text == wanted || text.strip_prefix(wanted).is_some_and(|rest| rest.starts_with(['.', '[']));
                !is_defaulted
            });
        }
    });
    required
}
