//! A walk over all that a policy says.

use regorus::unstable::{Expr, Literal, Module, Query, Ref, Rule, RuleHead};

/// What is met on the way, before its parts.
pub enum Part<'a> {
    /// The body of a rule, of a comprehension or of `every`.
    Query(&'a Query),
    /// An expression, before its parts.
    Expression(&'a Expr),
}

/// Shows every part of a policy, from the outside in.
pub fn walk<'a>(module: &'a Module, see: &mut dyn FnMut(Part<'a>)) {
    for rule in &module.policy {
        match rule.as_ref() {
            Rule::Default { value, .. } => expression(value, see),
            Rule::Spec { head, bodies, .. } => {
                match head {
                    RuleHead::Func { refr, args, assign, .. } => {
                        indexes(refr, see);
                        args.iter().for_each(|argument| expression(argument, see));
                        assign.iter().for_each(|assign| expression(&assign.value, see));
                    }
                    RuleHead::Compr { refr, assign, .. } => {
                        indexes(refr, see);
                        assign.iter().for_each(|assign| expression(&assign.value, see));
                    }
                    RuleHead::Set { refr, key, .. } => {
                        indexes(refr, see);
                        key.iter().for_each(|key| expression(key, see));
                    }
                }
                for body in bodies {
                    body.assign.iter().for_each(|assign| expression(&assign.value, see));
                    query(&body.query, see);
                }
            }
        }
    }
}

/// The head of a rule is no reference, but what stands between its brackets may hold some.
fn indexes<'a>(head: &'a Expr, see: &mut dyn FnMut(Part<'a>)) {
    match head {
        Expr::RefDot { refr, .. } => indexes(refr, see),
        Expr::RefBrack { refr, index, .. } => {
            indexes(refr, see);
            expression(index, see);
        }
        _ => {}
    }
}

fn query<'a>(of: &'a Query, see: &mut dyn FnMut(Part<'a>)) {
    see(Part::Query(of));
    for statement in &of.stmts {
        for modifier in &statement.with_mods {
            expression(&modifier.refr, see);
            expression(&modifier.r#as, see);
        }
        match &statement.literal {
            Literal::SomeVars { .. } => {}
            Literal::SomeIn { key, value, collection, .. } => {
                key.iter().chain([value, collection]).for_each(|part| expression(part, see));
            }
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => expression(expr, see),
            Literal::Every { domain, query: body, .. } => {
                expression(domain, see);
                query(body, see);
            }
        }
    }
}

fn expression<'a>(of: &'a Ref<Expr>, see: &mut dyn FnMut(Part<'a>)) {
    see(Part::Expression(of));
    match of.as_ref() {
        Expr::Array { items, .. } | Expr::Set { items, .. } => items.iter().for_each(|item| expression(item, see)),
        Expr::Object { fields, .. } => fields.iter().for_each(|(_, key, value)| {
            expression(key, see);
            expression(value, see);
        }),
        Expr::ArrayCompr { term, query: body, .. } | Expr::SetCompr { term, query: body, .. } => {
            expression(term, see);
            query(body, see);
        }
        Expr::ObjectCompr { key, value, query: body, .. } => {
            expression(key, see);
            expression(value, see);
            query(body, see);
        }
        Expr::Call { fcn, params, .. } => {
            expression(fcn, see);
            params.iter().for_each(|param| expression(param, see));
        }
        Expr::UnaryExpr { expr, .. } | Expr::RefDot { refr: expr, .. } => expression(expr, see),
        Expr::RefBrack { refr, index, .. } => {
            expression(refr, see);
            expression(index, see);
        }
        Expr::BinExpr { lhs, rhs, .. }
        | Expr::BoolExpr { lhs, rhs, .. }
        | Expr::ArithExpr { lhs, rhs, .. }
        | Expr::AssignExpr { lhs, rhs, .. } => {
            expression(lhs, see);
            expression(rhs, see);
        }
        Expr::Membership { key, value, collection, .. } => {
            key.iter().chain([value, collection]).for_each(|part| expression(part, see));
        }
        _ => {}
    }
}
