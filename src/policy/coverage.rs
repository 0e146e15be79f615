//! Which lines of policies are reached.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{Expr, Ref, Rule};

use super::bundle::Bundle;
use super::input::with_params;
use super::probe::Probe;
use crate::world::World;
use seaworthy_rego::native::settled;
use seaworthy_rego::syntax::{Place, Role, Visitor, parse_any, walk_rule};

/// Lines of policy files, from 1, by the name of the file.
pub type PolicyLines = BTreeMap<String, BTreeSet<u32>>;

/// The lines that the rules of a bundle reach over some worlds, whatever they find there, by the engine. What is unknown
/// is given to it as the source has it.
#[must_use]
pub fn reached_lines(mut bundle: Bundle, worlds: &[World]) -> PolicyLines {
    bundle.prepare(worlds);
    let mut engine = bundle.engine().clone();
    engine.observe(true);
    let mut probe = Probe::new(&bundle);
    for world in worlds {
        probe.each_pair(world, &mut |_, pair| {
            let rule = &bundle.rules[pair.rule];
            engine.set_input(with_params(&settled(&pair.input), &rule.params));
            // A rule that fails has reached what it has reached; that it fails is told by who judges.
            drop(engine.evaluate(&rule.query));
        });
    }
    let mut lines = PolicyLines::new();
    engine.reached().into_iter().for_each(|(file, reached)| lines.entry(file).or_default().extend(reached));
    lines
}

/// The lines of a policy that can be reached: those on which an expression begins. Nothing for what is no policy.
#[must_use]
pub fn reachable_lines(text: &str) -> BTreeSet<u32> {
    let mut lines = Lines(BTreeSet::new());
    if let Ok((module, _)) = parse_any("policy.rego", text) {
        let rules = module.policy.iter().filter(|rule| matches!(rule.as_ref(), Rule::Spec { .. }));
        rules.for_each(|rule| walk_rule(rule, &|_| false, &mut lines));
    }
    lines.0
}

struct Lines(BTreeSet<u32>);

impl<'a> Visitor<'a> for Lines {
    fn expression(&mut self, expression: &'a Ref<Expr>, place: &Place<'_>) -> bool {
        match (place.role, expression.as_ref()) {
            // Of a comprehension, the engine reports the lines of its body alone; patterns are not evaluated.
            (Role::Term | Role::Pattern | Role::Parameter | Role::HeadKey | Role::Target | Role::Replacement, _) => {
                return false;
            }
            (_, Expr::ArrayCompr { .. } | Expr::SetCompr { .. } | Expr::ObjectCompr { .. }) => {}
            // A value that is written out needs no evaluation.
            _ if is_constant(expression) => {}
            _ => drop(self.0.insert(expression.span().line)),
        }
        true
    }
}

fn is_constant(expression: &Expr) -> bool {
    matches!(
        expression,
        Expr::Bool { .. } | Expr::Null { .. } | Expr::Number { .. } | Expr::String { .. } | Expr::RawString { .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_those_of_expressions() {
        let policy = "package a\n\ndeny contains x if {\n\tsome x in input.xs\n\tx.y == [z |\n\t\tsome z in x.zs\n\t]\n}\n\nf(x) := x + 1\n";
        assert_eq!(reachable_lines(policy), BTreeSet::from([3, 4, 5, 6, 10]));
        assert_eq!(reachable_lines("deny["), BTreeSet::new());
    }
}
