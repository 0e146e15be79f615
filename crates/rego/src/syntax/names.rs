//! Which names a piece of a rule mentions and declares.

use std::collections::BTreeSet;

use regorus::unstable::{AssignOp, Expr, Literal, LiteralStmt, Query, Ref};

use super::walk::{expressions, parts};

/// Names of variables.
pub type Names = BTreeSet<String>;

/// Shows an expression and its parts, as long as `see` returns true. What is within a comprehension is no part.
pub fn visit<'a>(expression: &'a Ref<Expr>, see: &mut dyn FnMut(&'a Ref<Expr>) -> bool) {
    if see(expression) {
        parts(expression, &mut |part| visit(part, see));
    }
}

/// The name, if the expression is a variable that has one.
pub fn variable(expression: &Expr) -> Option<&str> {
    match expression {
        Expr::Var { span, .. } if !matches!(span.text(), "_" | "input" | "data") => Some(span.text()),
        _ => None,
    }
}

/// The variables of a pattern.
pub fn of_pattern<'a>(pattern: &'a Ref<Expr>, names: &mut Vec<&'a str>) {
    visit(pattern, &mut |part| {
        names.extend(variable(part));
        matches!(part.as_ref(), Expr::Array { .. } | Expr::Object { .. })
    });
}

/// The variables that the statements of a query declare. `is_known` tells whether a name means something outside of it.
pub fn declared(query: &Query, is_known: &dyn Fn(&str) -> bool) -> Names {
    let mut names = Names::new();
    for statement in &query.stmts {
        if let Literal::SomeVars { vars, .. } = &statement.literal {
            names.extend(vars.iter().map(|name| name.text().to_owned()));
        }
        bound_by(statement, is_known, &mut names);
    }
    names
}

/// The variables that a statement gives values.
pub fn bound_by(statement: &LiteralStmt, is_known: &dyn Fn(&str) -> bool, names: &mut Names) {
    match &statement.literal {
        Literal::SomeVars { .. } => {}
        Literal::SomeIn { key, value, collection, .. } => {
            let mut found = Vec::new();
            key.iter().chain([value]).for_each(|pattern| of_pattern(pattern, &mut found));
            names.extend(found.into_iter().map(str::to_owned));
            of_indexes(collection, is_known, names);
        }
        Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => {
            if let Expr::AssignExpr { op, lhs, rhs, .. } = expr.as_ref() {
                let mut found = Vec::new();
                of_pattern(lhs, &mut found);
                let new = |name: &&str| *op == AssignOp::ColEq || !is_known(name);
                names.extend(found.into_iter().filter(new).map(str::to_owned));
                let mut found = Vec::new();
                of_pattern(rhs, &mut found);
                names.extend(found.into_iter().filter(|name| !is_known(name)).map(str::to_owned));
            }
            of_indexes(expr, is_known, names);
        }
        Literal::Every { domain, .. } => of_indexes(domain, is_known, names),
    }
}

/// The variables that are declared by standing between brackets.
fn of_indexes(expression: &Ref<Expr>, is_known: &dyn Fn(&str) -> bool, names: &mut Names) {
    visit(expression, &mut |part| {
        if let Expr::RefBrack { index, .. } = part.as_ref() {
            let mut found = Vec::new();
            of_pattern(index, &mut found);
            names.extend(found.into_iter().filter(|name| !is_known(name)).map(str::to_owned));
        }
        true
    });
}

/// The names that a comprehension takes from outside.
pub fn taken_by(comprehension: &Expr) -> Names {
    let (outputs, query): (Vec<&Ref<Expr>>, &Query) = match comprehension {
        Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => (vec![term], query),
        Expr::ObjectCompr { key, value, query, .. } => (vec![key, value], query),
        _ => return Names::new(),
    };
    let mut names = Names::new();
    let mut take = |expression: &Ref<Expr>| {
        visit(expression, &mut |part| {
            names.extend(variable(part).map(str::to_owned));
            names.extend(taken_by(part));
            true
        });
    };
    // Those in the body of `every` are left out, as regorus leaves them out.
    query.stmts.iter().flat_map(expressions).for_each(|(expression, _)| take(expression));
    outputs.into_iter().for_each(take);
    // What is not known outside does not matter to who asks.
    for own in declared(query, &|_| true) {
        names.remove(&own);
    }
    names
}
