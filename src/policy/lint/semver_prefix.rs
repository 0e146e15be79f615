//! A version with a v.

use super::policy::text_of;
use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;

pub(super) const LINT: Lint = Lint {
    id: "semver-prefix",
    severity: Severity::Medium,
    title: "A version with a v",
    why: "`semver.compare` takes no `v1.2.3`: the rule fails, or in another engine finds nothing.",
    remedy: "Leave the `v` out, and take it off values: `trim_prefix(x, \"v\")`.",
    about: About::Every,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    policy.each_call(&mut |call| {
        if call.name != "semver.compare" {
            return;
        }
        for argument in call.arguments.iter().filter(|it| text_of(it).is_some_and(|text| text.starts_with(['v', 'V'])))
        {
            hits.span(argument.span(), "a version does not begin with `v`");
        }
    });
}
