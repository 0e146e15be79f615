//! Statements and expressions as texts that can stand somewhere else.

use std::collections::BTreeSet;

use regorus::unstable::{Expr, Literal, LiteralStmt, Ref, Span};

use seaworthy_rego::syntax::names;

/// The bytes of a piece of syntax. The parser leaves out the quotes of a text that it begins or ends with.
pub(super) fn whole(span: &Span) -> std::ops::Range<usize> {
    let text = span.source.contents().as_bytes();
    let (mut start, mut end) = (span.start as usize, span.end as usize);
    let is_quote = |at: usize| matches!(text.get(at), Some(b'"' | b'`'));
    if start > 0 && is_quote(start - 1) {
        start -= 1;
    }
    if is_quote(end) {
        end += 1;
    }
    start..end
}

pub(super) fn whole_text(span: &Span) -> &str {
    span.source.contents().get(whole(span)).unwrap_or_default()
}

pub(super) fn is_written(statement: &LiteralStmt) -> bool {
    !statement.span.text().trim().is_empty() && statement.span.start < statement.span.end
}

/// `with input as {…}` of a statement.
pub(super) fn with_text(statement: &LiteralStmt) -> String {
    let Some(first) = statement.with_mods.first() else { return String::new() };
    let text = statement.span.source.contents();
    let with = text.get(first.span.start as usize..whole(&statement.span).end).unwrap_or_default();
    if with.starts_with("with") { format!(" {with}") } else { format!(" with {with}") }
}

/// The variables, references, calls and comprehensions in a statement whose values tell something; behind each reference
/// what it comes from, the nearest first.
pub(super) fn expressions(statement: &LiteralStmt, own: &names::Names, imports: &BTreeSet<String>) -> Vec<Vec<String>> {
    let parts: Vec<&Ref<Expr>> = match &statement.literal {
        Literal::SomeVars { .. } => Vec::new(),
        Literal::SomeIn { collection, .. } => vec![collection],
        Literal::Every { domain, .. } => vec![domain],
        Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => match expr.as_ref() {
            Expr::AssignExpr { lhs, rhs, .. } => vec![lhs, rhs],
            _ => vec![expr],
        },
    };
    let mut texts: Vec<Vec<String>> = Vec::new();
    for part in parts {
        names::visit(part, &mut |expression| {
            let (shown, go_on) = match expression.as_ref() {
                Expr::Var { span, .. } => (names::variable(expression).is_some() && !own.contains(span.text()), false),
                Expr::RefDot { .. } | Expr::RefBrack { .. } => (true, false),
                Expr::Call { fcn, .. } => (fcn.span().text() != "print", true),
                Expr::ArrayCompr { .. } | Expr::SetCompr { .. } | Expr::ObjectCompr { .. } => (true, false),
                _ => (false, true),
            };
            let text = whole_text(expression.span());
            if shown && !text.contains('\n') && texts.iter().all(|known| known[0] != text) {
                texts.push(std::iter::once(text.to_owned()).chain(beginnings(expression, imports)).collect());
            }
            go_on
        });
    }
    texts
}

/// What a reference comes from: `input.a.b` and `input.a` of `input.a.b.c`. Whole packages are left out.
fn beginnings(reference: &Ref<Expr>, imports: &BTreeSet<String>) -> Vec<String> {
    let mut texts = Vec::new();
    let mut next = reference;
    while let Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } = next.as_ref() {
        next = refr;
        texts.push(whole_text(next.span()).to_owned());
    }
    let Expr::Var { span, .. } = next.as_ref() else { return texts };
    match span.text() {
        "data" => texts.clear(),
        name if imports.contains(name) => {
            texts.pop();
        }
        _ => {}
    }
    texts
}
