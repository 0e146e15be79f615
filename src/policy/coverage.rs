//! Which lines of policies are reached.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{Expr, Literal, Module, Parser, Query, Ref, Rule, RuleHead, Source};

use super::bundle::Bundle;
use super::input::with_params;
use super::probe::Probe;
use crate::world::World;
use seaworthy_rego::guard;
use seaworthy_rego::native::settled;
use seaworthy_rego::syntax::names;

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
    parse(text, true).or_else(|| parse(text, false)).map(|module| lines_of(&module)).unwrap_or_default()
}

fn parse(text: &str, is_v1: bool) -> Option<Module> {
    let source = Source::from_contents("policy.rego".to_owned(), text.to_owned()).ok()?;
    guard::scan("policy.rego", text).ok()?;
    let mut parser = Parser::new(&source).ok()?;
    if is_v1 {
        parser.enable_rego_v1().ok()?;
    }
    parser.parse().ok()
}

fn lines_of(module: &Module) -> BTreeSet<u32> {
    let mut lines = BTreeSet::new();
    for rule in &module.policy {
        match rule.as_ref() {
            Rule::Spec { head, bodies, .. } => {
                let output = match head {
                    RuleHead::Compr { assign, .. } | RuleHead::Func { assign, .. } => {
                        assign.as_ref().map(|assign| &assign.value)
                    }
                    RuleHead::Set { key, .. } => key.as_ref(),
                };
                // A value that is written out needs no evaluation.
                output.filter(|value| !is_constant(value)).into_iter().for_each(|value| expression(value, &mut lines));
                for body in bodies {
                    let value = body.assign.as_ref().map(|assign| &assign.value);
                    value.filter(|value| !is_constant(value)).into_iter().for_each(|it| expression(it, &mut lines));
                    query(&body.query, &mut lines);
                }
            }
            Rule::Default { .. } => {}
        }
    }
    lines
}

fn query(query: &Query, lines: &mut BTreeSet<u32>) {
    for statement in &query.stmts {
        match &statement.literal {
            Literal::SomeVars { .. } => {}
            Literal::SomeIn { collection, .. } => expression(collection, lines),
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => expression(expr, lines),
            Literal::Every { domain, query, .. } => {
                expression(domain, lines);
                self::query(query, lines);
            }
        }
    }
}

/// Of a comprehension, the engine tells the lines of its body alone.
fn expression(whole: &Ref<Expr>, lines: &mut BTreeSet<u32>) {
    names::visit(whole, &mut |part| {
        match part.as_ref() {
            Expr::ArrayCompr { query, .. } | Expr::SetCompr { query, .. } | Expr::ObjectCompr { query, .. } => {
                self::query(query, lines);
                return false;
            }
            // A text that is written out needs no evaluation.
            _ if is_constant(part) => {}
            _ => {
                lines.insert(part.span().line);
            }
        }
        true
    });
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
