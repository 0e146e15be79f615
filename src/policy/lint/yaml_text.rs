//! YAML that is read by a rule.

use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;

pub(super) const LINT: Lint = Lint {
    id: "yaml-text",
    severity: Severity::Low,
    title: "YAML that is read by a rule",
    why: "`yes`, `on` and `0777` are a text or a number, depending on the engine.",
    remedy: "Read it from the input, where values have the types that Kubernetes gives them.",
    about: About::Ours,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    policy.each_call(&mut |call| {
        if call.name == "yaml.unmarshal" {
            hits.span(call.function.span(), "`yaml.unmarshal` reads `yes` and `0777` in its own way");
        }
    });
}
