//! A function that does not exist.

use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;
use seaworthy_rego::guard::sandbox::{functions, why_forbidden};
use seaworthy_rego::opa;
use seaworthy_rego::syntax::{import_of, package, reference};
use seaworthy_source::closest;

pub(super) const LINT: Lint = Lint {
    id: "unknown-function",
    severity: Severity::High,
    title: "A function that does not exist",
    why: "The rule fails on every resource that reaches the call.",
    remedy: "docs/policy-safety.md lists the functions that can be called.",
    about: About::Every,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    let Ok(module) = policy.module else { return };
    let known = functions();
    policy.each_call(&mut |call| {
        let is_builtin =
            known.contains(&call.name.as_str()) || (!policy.is_ours && opa::names().any(|it| it == call.name));
        if is_builtin || why_forbidden(&call.name).is_some() {
            return;
        }
        let Some(found) = reference(call.function) else { return };
        let steps = found.keys().into_iter();
        let path: Vec<&str> = match (found.root.text(), import_of(module, found.root.text())) {
            ("data", _) => std::iter::once("data").chain(steps).collect(),
            (_, Some(import)) => import.path.into_iter().chain(steps).collect(),
            (root, None) => package(module).into_iter().chain([root]).chain(steps).collect(),
        };
        if !policy.all.declares(&path.join(".")) {
            let meant = closest(&call.name, known.iter().copied()).map(|it| format!(": did you mean `{it}`?"));
            let message = format!("there is no function `{}`{}", call.name, meant.unwrap_or_default());
            hits.span(call.function.span(), message);
        }
    });
}
