//! A rule that nothing refers to.

use std::collections::BTreeSet;

use regorus::unstable::{Expr, Rule};

use super::{About, Hits, Lint, Policy};
use crate::verdict::Severity;
use seaworthy_rego::syntax::{declared_path, head, import_of, package, reference};

pub(super) const LINT: Lint = Lint {
    id: "unreachable-rule",
    severity: Severity::Medium,
    title: "A rule that nothing refers to",
    why: "It is never evaluated: a name was most likely misspelt, or it is left over.",
    remedy: "Remove it, or refer to it.",
    about: About::Ours,
    check,
};

fn check(policy: &Policy<'_>, hits: &mut Hits<'_>) {
    let Ok(module) = policy.module else { return };
    let mut reached: BTreeSet<Vec<String>> = BTreeSet::new();
    if policy.is_library() {
        // What some policy refers to, itself aside.
        for other in policy.all.modules() {
            reached.extend(references(other).into_iter().filter(|(from, to)| from != to).map(|(_, to)| to));
        }
    } else {
        let references = references(module);
        let mut waiting = vec![path(package(module).into_iter().chain(["deny"]))];
        while let Some(next) = waiting.pop() {
            if reached.insert(next.clone()) {
                waiting.extend(references.iter().filter(|(from, _)| *from == next).map(|(_, to)| to.clone()));
            }
        }
    }
    let mut told = BTreeSet::new();
    for rule in &module.policy {
        let own = path(declared_path(module, rule));
        if matches!(rule.as_ref(), Rule::Spec { .. }) && !reached.contains(&own) && told.insert(own) {
            let name = head(rule);
            hits.span(name.span(), format!("nothing refers to `{}`", name.span().text()));
        }
    }
}

fn path<'a>(steps: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    steps.into_iter().map(str::to_owned).collect()
}

/// Which rule refers to which, by path.
fn references(module: &regorus::unstable::Module) -> Vec<(Vec<String>, Vec<String>)> {
    let mut found = Vec::new();
    for rule in &module.policy {
        let from = path(declared_path(module, rule));
        seaworthy_rego::syntax::walk_rule(rule, &|_| false, &mut Search { module, from: &from, found: &mut found });
    }
    found
}

struct Search<'s> {
    module: &'s regorus::unstable::Module,
    from: &'s [String],
    found: &'s mut Vec<(Vec<String>, Vec<String>)>,
}

impl<'a> seaworthy_rego::syntax::Visitor<'a> for Search<'_> {
    fn expression(
        &mut self,
        expression: &'a regorus::unstable::Ref<Expr>,
        _: &seaworthy_rego::syntax::Place<'_>,
    ) -> bool {
        let named = if let Expr::Call { fcn, .. } = expression.as_ref() { fcn } else { expression };
        let Some(named) = reference(named) else { return true };
        let import = import_of(self.module, named.root.text());
        let whole: Vec<&str> = match import {
            Some(import) => import.path.into_iter().chain(named.keys()).collect(),
            None if named.root.text() == "data" => named.path(),
            None => package(self.module).into_iter().chain(named.path()).collect(),
        };
        // A reference may lead further, into the value of a rule.
        for length in 1..=whole.len() {
            self.found.push((self.from.to_vec(), path(whole[..length].iter().copied())));
        }
        true
    }
}
