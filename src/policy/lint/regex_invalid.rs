//! A regular expression that cannot be read.

use super::policy::text_of;
use super::regex_constant::pattern_of;
use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;

pub(super) const LINT: Lint = Lint {
    id: "regex-invalid",
    severity: Severity::High,
    title: "A regular expression that cannot be read",
    why: "The rule fails on every resource.",
    remedy: "Look-around and back references do not exist in this syntax, which is that of OPA: see https://docs.rs/regex.",
    about: About::Every,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    policy.each_call(&mut |call| {
        let pattern = pattern_of(&call.name).filter(|_| call.name != "regex.is_valid");
        let Some(pattern) = pattern.and_then(|at| call.arguments.get(at)) else { return };
        // The braces of a template are no part of the pattern.
        let Some(text) = text_of(pattern).filter(|_| call.name != "regex.template_match") else { return };
        if let Err(error) = regex::Regex::new(text) {
            let what = error.to_string();
            let what = what.lines().last().unwrap_or_default().trim_start_matches("error: ");
            hits.span(pattern.span(), format!("this pattern cannot be read: {what}"));
        }
    });
}
