//! Type constraints: expressions that stand for types.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::syntax::ast::{Expr, ExprKind};
use crate::value::{Attribute, Type, Value};
use seaworthy_source::Span;

/// Reads a type constraint. `default` evaluates the default of an optional attribute.
///
/// # Errors
/// What is wrong with it, and where.
pub fn constraint(expr: &Expr, default: &dyn Fn(&Expr) -> Option<Value>) -> Result<Type, (Span, String)> {
    match &expr.kind {
        ExprKind::Parens(inner) => constraint(inner, default),
        ExprKind::Variable(name) => named(name).ok_or_else(|| unknown_type(expr, name)),
        // Before Terraform 0.12 types were written in quotes.
        ExprKind::String(name) => match &**name {
            "list" => Ok(Type::list(Type::Any)),
            "map" => Ok(Type::map(Type::Any)),
            name => named(name).ok_or_else(|| unknown_type(expr, name)),
        },
        ExprKind::Call { name, arguments, .. } => match (&**name, &arguments[..]) {
            ("list", [element]) => Ok(Type::list(constraint(element, default)?)),
            ("set", [element]) => Ok(Type::set(constraint(element, default)?)),
            ("map", [element]) => Ok(Type::map(constraint(element, default)?)),
            ("tuple", [Expr { kind: ExprKind::Tuple(elements), .. }]) => {
                elements.iter().map(|element| constraint(element, default)).collect::<Result<_, _>>().map(Type::tuple)
            }
            ("object", [Expr { kind: ExprKind::Object(items), .. }]) => {
                let mut attributes = BTreeMap::new();
                for item in items {
                    let ExprKind::String(name) = &item.key.kind else {
                        return Err((item.key.span, "attribute names of an object type must be literal".to_owned()));
                    };
                    attributes.insert(Arc::clone(name), attribute(&item.value, default)?);
                }
                Ok(Type::Object(Arc::new(attributes)))
            }
            ("list" | "set" | "map" | "tuple" | "object", _) => {
                Err((expr.span, format!("`{name}` requires one type, for example `{}`", example(name))))
            }
            ("optional", _) => Err((expr.span, "`optional` is only valid for attributes of an object type".to_owned())),
            _ => Err(unknown_type(expr, name)),
        },
        _ => Err((expr.span, "not a valid type".to_owned())),
    }
}

fn named(name: &str) -> Option<Type> {
    Some(match name {
        "any" => Type::Any,
        "bool" => Type::Bool,
        "number" => Type::Number,
        "string" => Type::String,
        // `list` alone stands for `list(any)`, `map` alone for `map(any)`.
        "list" => Type::list(Type::Any),
        "map" => Type::map(Type::Any),
        "set" => Type::set(Type::Any),
        _ => return None,
    })
}

fn unknown_type(expr: &Expr, name: &str) -> (Span, String) {
    (expr.span, format!("unknown type `{name}`"))
}

fn example(name: &str) -> &'static str {
    match name {
        "tuple" => "tuple([string, number])",
        "object" => "object({ name = string })",
        "set" => "set(string)",
        "map" => "map(string)",
        _ => "list(string)",
    }
}

fn attribute(expr: &Expr, default: &dyn Fn(&Expr) -> Option<Value>) -> Result<Attribute, (Span, String)> {
    let ExprKind::Call { name, arguments, .. } = &expr.kind else {
        return Ok(Attribute { ty: constraint(expr, default)?, optional: false, default: None });
    };
    if &**name != "optional" {
        return Ok(Attribute { ty: constraint(expr, default)?, optional: false, default: None });
    }
    match &arguments[..] {
        [ty] => Ok(Attribute { ty: constraint(ty, default)?, optional: true, default: None }),
        [ty, value] => Ok(Attribute { ty: constraint(ty, default)?, optional: true, default: default(value) }),
        _ => Err((expr.span, "`optional` requires a type and accepts a default".to_owned())),
    }
}
