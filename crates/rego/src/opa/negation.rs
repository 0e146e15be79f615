//! Negated calls as OPA has them.
//!
//! OPA's compiler takes references and calls out of the arguments of a negated call and puts them before it
//! (`rewriteExprTerms` and `rewriteDynamics` in its `ast/compile.go`). `not startswith(c.image, "x")` thus means
//! `image := c.image; not startswith(image, "x")`: without an image nothing holds. Here the same is done to the text.
//! `==` within `not` is a unification, of which only calls are taken out: `not c.image == "x"` holds without an image.

use std::collections::BTreeSet;
use std::ops::Range;

use regorus::unstable::{BoolOp, Expr, Literal, LiteralStmt, Module, Query, Ref, Span};

use crate::syntax::names::Names;
use crate::syntax::{Place, Version, Visitor, imports, parse, rule_name, walk_module};

/// What is within what was taken out is rewritten in the next pass. Nobody nests deeper.
const MAX_PASSES: usize = 8;

/// The text with arguments taken out of negated calls. Every line stays where it is. `rules` are names that other files of
/// the package declare.
pub(super) fn rewrite(name: &str, text: &str, version: Version, module: &Module, rules: &BTreeSet<String>) -> String {
    let mut rewritten = text.to_owned();
    let mut names = declared(module);
    names.extend(rules.iter().cloned());
    let mut again = None;
    let mut number = 0;
    for _ in 0..MAX_PASSES {
        let changes = changes(again.as_ref().unwrap_or(module), &rewritten, &names, &mut number);
        if changes.is_empty() {
            break;
        }
        let changed = apply(&rewritten, changes);
        // What cannot be read any more is not used.
        match parse(name, &changed, version) {
            Ok(module) => again = Some(module),
            Err(_) => break,
        }
        rewritten = changed;
    }
    rewritten
}

/// The names that a module declares or imports: to OPA these are references, too.
pub(super) fn declared(module: &Module) -> BTreeSet<String> {
    let rules = module.policy.iter().filter_map(|rule| rule_name(rule)).map(|name| name.text());
    rules.chain(imports(module).map(|import| import.name)).map(str::to_owned).collect()
}

#[derive(Default)]
struct Queries<'a>(Vec<&'a Query>);

impl<'a> Visitor<'a> for Queries<'a> {
    fn query(&mut self, query: &'a Query, _: &Names, _: &Place<'_>) {
        self.0.push(query);
    }
}

struct Change {
    at: Range<usize>,
    text: String,
}

/// The changes to statements that lie in no other one that changes.
fn changes(module: &Module, text: &str, names: &BTreeSet<String>, number: &mut usize) -> Vec<Change> {
    let mut queries = Queries::default();
    walk_module(module, &mut queries);
    let mut changes = Vec::new();
    let mut changed_until = 0;
    let mut negated: Vec<(&Query, &LiteralStmt, &Ref<Expr>)> = queries
        .0
        .into_iter()
        .flat_map(|query| query.stmts.iter().map(move |statement| (query, statement)))
        .filter_map(|(query, statement)| match &statement.literal {
            Literal::NotExpr { expr, .. } => Some((query, statement, expr)),
            _ => None,
        })
        .collect();
    negated.sort_by_key(|(_, statement, _)| statement.span.start);
    for (query, statement, expression) in negated {
        let range = range(&statement.span);
        if range.start < changed_until {
            continue;
        }
        let mut taken = Vec::new();
        take_from(expression, names, &mut taken);
        if taken.is_empty() {
            continue;
        }
        changed_until = range.end;
        let modifiers = match (statement.with_mods.first(), statement.with_mods.last()) {
            (Some(first), Some(last)) => {
                text.get(first.span.start as usize..last.span.end as usize).unwrap_or_default()
            }
            _ => "",
        };
        // A body without braces has room for one statement only.
        let is_bare = query.span.start == statement.span.start && !text[range.start..].starts_with('{');
        let mut before = if is_bare { "{ ".to_owned() } else { String::new() };
        for operand in taken {
            let at = self::range(operand);
            let name = format!("__taken_{number}");
            *number += 1;
            let separator = if modifiers.is_empty() { "" } else { " " };
            before.push_str(&format!("{name} := {}{separator}{modifiers}; ", &text[at.clone()]));
            changes.push(Change { at, text: name });
        }
        changes.push(Change { at: range.start..range.start, text: before });
        if is_bare {
            changes.push(Change { at: range.end..range.end, text: " }".to_owned() });
        }
    }
    changes
}

/// What OPA takes out of a negated expression.
fn take_from<'a>(expression: &'a Ref<Expr>, names: &BTreeSet<String>, taken: &mut Vec<&'a Span>) {
    match expression.as_ref() {
        Expr::Call { params, .. } => params.iter().for_each(|operand| take(operand, names, taken)),
        Expr::BoolExpr { op: BoolOp::Eq, lhs, rhs, .. } | Expr::AssignExpr { lhs, rhs, .. } => {
            [lhs, rhs].into_iter().for_each(|operand| take_calls(operand, names, taken));
        }
        Expr::BoolExpr { lhs, rhs, .. } | Expr::ArithExpr { lhs, rhs, .. } | Expr::BinExpr { lhs, rhs, .. } => {
            [lhs, rhs].into_iter().for_each(|operand| take(operand, names, taken));
        }
        Expr::Membership { key, value, collection, .. } => {
            key.iter().chain([value, collection]).for_each(|operand| take(operand, names, taken));
        }
        Expr::RefDot { .. } | Expr::RefBrack { .. } => take_indexes(expression, names, taken),
        _ => {}
    }
}

/// Takes an operand out, if it can be undefined.
fn take<'a>(operand: &'a Ref<Expr>, names: &BTreeSet<String>, taken: &mut Vec<&'a Span>) {
    if may_be_undefined(operand, names) {
        taken.push(operand.span());
    }
}

/// Takes an operand of a unification out, unless it is a mere reference.
fn take_calls<'a>(operand: &'a Ref<Expr>, names: &BTreeSet<String>, taken: &mut Vec<&'a Span>) {
    match operand.as_ref() {
        Expr::RefDot { .. } | Expr::RefBrack { .. } => take_indexes(operand, names, taken),
        Expr::Var { .. } => {}
        _ => take(operand, names, taken),
    }
}

/// Takes out what stands between the brackets of a reference, and a call that it begins with.
fn take_indexes<'a>(reference: &'a Ref<Expr>, names: &BTreeSet<String>, taken: &mut Vec<&'a Span>) {
    match reference.as_ref() {
        Expr::RefDot { refr, .. } => take_indexes(refr, names, taken),
        Expr::RefBrack { refr, index, .. } => {
            take_indexes(refr, names, taken);
            take(index, names, taken);
        }
        Expr::Call { .. } => taken.push(reference.span()),
        _ => {}
    }
}

fn may_be_undefined(expression: &Ref<Expr>, names: &BTreeSet<String>) -> bool {
    match expression.as_ref() {
        Expr::RefDot { .. }
        | Expr::RefBrack { .. }
        | Expr::Call { .. }
        | Expr::BinExpr { .. }
        | Expr::BoolExpr { .. }
        | Expr::ArithExpr { .. }
        | Expr::Membership { .. } => true,
        Expr::Var { span, .. } => names.contains(span.text()),
        Expr::Array { items, .. } | Expr::Set { items, .. } => items.iter().any(|item| may_be_undefined(item, names)),
        Expr::Object { fields, .. } => {
            fields.iter().any(|(_, key, value)| may_be_undefined(key, names) || may_be_undefined(value, names))
        }
        Expr::UnaryExpr { expr, .. } => may_be_undefined(expr, names),
        _ => false,
    }
}

fn range(span: &Span) -> Range<usize> {
    span.start as usize..span.end as usize
}

fn apply(text: &str, mut changes: Vec<Change>) -> String {
    changes.sort_by_key(|change| (change.at.start, change.at.end));
    let mut changed = String::with_capacity(text.len() + 32 * changes.len());
    let mut at = 0;
    for change in changes {
        changed.push_str(&text[at..change.at.start]);
        changed.push_str(&change.text);
        at = change.at.end;
    }
    changed.push_str(&text[at..]);
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_taken_out_of_negated_calls() {
        let cases = [
            ("not startswith(c.image, \"x\")", "__taken_0 := c.image; not startswith(__taken_0, \"x\")"),
            ("not f(g(c.image), x)", "__taken_0 := g(c.image); not f(__taken_0, x)"),
            ("not c.image == \"x\"", "not c.image == \"x\""),
            ("not count(c.xs) == 0", "__taken_0 := count(c.xs); not __taken_0 == 0"),
            ("not c.image != \"x\"", "__taken_0 := c.image; not __taken_0 != \"x\""),
            ("not c.image in xs", "__taken_0 := c.image; not __taken_0 in xs"),
            ("not c.image", "not c.image"),
            ("not c[input.key].image", "__taken_0 := input.key; not c[__taken_0].image"),
            ("not f(limits)", "__taken_0 := limits; not f(__taken_0)"),
            ("not f([c.image, 1])", "__taken_0 := [c.image, 1]; not f(__taken_0)"),
            ("not f([x | x := c.xs[_]])", "not f([x | x := c.xs[_]])"),
            ("not f(c.x) with input as y", "__taken_0 := c.x with input as y; not f(__taken_0) with input as y"),
            (
                "not f(count([x | x := c.xs[_]; not g(x.y)]))",
                "__taken_0 := count([x | x := c.xs[_]; __taken_1 := x.y; not g(__taken_1)]); not f(__taken_0)",
            ),
        ];
        for (statement, expected) in cases {
            let policy = |statement: &str| {
                format!(
                    "package x\n\nlimits := 1 if input.l\n\ndeny contains c if {{\n\tc := input.c\n\t{statement}\n}}\n"
                )
            };
            let text = policy(statement);
            let module = parse("x.rego", &text, Version::V1).unwrap();
            assert_eq!(rewrite("x.rego", &text, Version::V1, &module, &BTreeSet::new()), policy(expected));
        }
    }

    #[test]
    fn a_body_without_braces_gets_some() {
        let text = "package x\n\ndeny contains 1 if not f(input.a)\n\nf(x) if x\n";
        let module = parse("x.rego", text, Version::V1).unwrap();
        assert_eq!(
            rewrite("x.rego", text, Version::V1, &module, &BTreeSet::new()),
            "package x\n\ndeny contains 1 if { __taken_0 := input.a; not f(__taken_0) }\n\nf(x) if x\n"
        );
    }
}
