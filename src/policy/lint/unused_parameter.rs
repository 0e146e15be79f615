//! A parameter that is not read.

use regorus::unstable::{Expr, Span};

use super::policy::{name_of, text_of};
use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;
use seaworthy_rego::syntax::reference;

pub(super) const LINT: Lint = Lint {
    id: "unused-parameter",
    severity: Severity::Medium,
    title: "A parameter that is not read",
    why: "Who sets it changes nothing, and is not told.",
    remedy: "Read it from `input.params`, or remove it.",
    about: About::Ours,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    let Some(metadata) = policy.metadata.as_ref().filter(|_| !policy.is_library()) else { return };
    let parameters = parameters(policy);
    if parameters.are_passed_on || policy.module.is_err() {
        return;
    }
    for name in metadata.custom.params.keys().filter(|name| !parameters.read.iter().any(|(read, _)| read == name)) {
        hits.at(policy.in_header(name), format!("nothing reads the parameter `{name}`"));
    }
}

/// How a policy uses its parameters.
pub(super) struct Parameters<'a> {
    /// Those that are read, and where.
    pub read: Vec<(&'a str, &'a Span)>,
    /// Whether all of them are given to something.
    pub are_passed_on: bool,
}

pub(super) fn parameters<'a>(policy: &Policy<'a>) -> Parameters<'a> {
    let mut parameters = Parameters { read: Vec::new(), are_passed_on: false };
    let mut wholes = 0_i32;
    policy.each_expression(&mut |_, expression, _| match expression.as_ref() {
        Expr::RefDot { .. } | Expr::RefBrack { .. } => {
            let Some(named) = reference(expression).filter(|named| named.root.text() == "input") else { return };
            match named.keys().as_slice() {
                ["params"] => wholes += 1,
                ["params", name, ..] => parameters.read.push((name, expression.span())),
                _ => {}
            }
        }
        // `object.get(input.params, "name", …)` reads one.
        Expr::Call { fcn, params, .. } if name_of(fcn).as_deref() == Some("object.get") => {
            let of_params = params.first().is_some_and(|from| from.span().text() == "input.params");
            if let Some(name) = params.get(1).filter(|_| of_params).and_then(|name| text_of(name)) {
                parameters.read.push((name, params[1].span()));
                wholes -= 1;
            }
        }
        _ => {}
    });
    parameters.are_passed_on = wholes != 0;
    parameters
}
