//! An import that is not used.

use std::collections::BTreeSet;

use regorus::unstable::Expr;

use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;
use seaworthy_rego::syntax::{imports, reference};

pub(super) const LINT: Lint = Lint {
    id: "unused-import",
    severity: Severity::Low,
    title: "An import that is not used",
    why: "It misleads who reads the policy.",
    remedy: "Remove it.",
    about: About::Every,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    let Ok(module) = policy.module else { return };
    let mut used = BTreeSet::new();
    policy.each_expression(&mut |_, expression, _| {
        let named = if let Expr::Call { fcn, .. } = expression.as_ref() { fcn } else { expression };
        used.extend(reference(named).map(|named| named.root.text().to_owned()));
    });
    for import in imports(module) {
        if !matches!(import.path.first(), Some(&"rego" | &"future")) && !used.contains(import.name) {
            hits.span(import.span, format!("`{}` is not used", import.name));
        }
    }
}
