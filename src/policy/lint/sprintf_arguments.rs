//! Not as many values as verbs.

use regorus::unstable::{Expr, Ref};

use super::policy::text_of;
use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;

pub(super) const LINT: Lint = Lint {
    id: "sprintf-arguments",
    severity: Severity::High,
    title: "Not as many values as verbs",
    why: "With a value too few the message is lost in one engine, and has `%!s(MISSING)` in another.",
    remedy: "Give `sprintf` one value for each verb.",
    about: About::Every,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    formats(policy, &mut |format, text, values| {
        let verbs = verbs(text);
        let is_plain = !verbs.iter().any(|verb| verb.contains(['*', '[']));
        if let Some(values) = values.filter(|values| *values != verbs.len() && is_plain) {
            let count = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
            hits.span(format.span(), format!("{} for {}", count(values, "value"), count(verbs.len(), "verb")));
        }
    });
}

/// The verbs of a format, each as it is written: `%s`, `%-5d`.
pub(super) fn verbs(format: &str) -> Vec<String> {
    let mut verbs = Vec::new();
    let mut chars = format.chars();
    while let Some(char) = chars.next() {
        if char != '%' {
            continue;
        }
        let mut verb = String::from(char);
        for char in chars.by_ref() {
            verb.push(char);
            if !(char.is_ascii_digit() || "+-# .[]*".contains(char)) {
                break;
            }
        }
        if verb != "%%" {
            verbs.push(verb);
        }
    }
    verbs
}

/// The format of a `sprintf`, its place, and its values where they are written out.
pub(super) fn formats<'a>(policy: &Policy<'a>, see: &mut dyn FnMut(&'a Ref<Expr>, &'a str, Option<usize>)) {
    policy.each_call(&mut |call| {
        let [format, values] = call.arguments else { return };
        if let Some(text) = text_of(format).filter(|_| call.name == "sprintf") {
            let count = if let Expr::Array { items, .. } = values.as_ref() { Some(items.len()) } else { None };
            see(format, text, count);
        }
    });
}
