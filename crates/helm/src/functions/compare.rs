//! Comparisons and `not`, by the rules of Go's `text/template`.

use std::cmp::Ordering;

use super::Type::Any;
use super::{Args, Context, Function, Outcome, fixed, variadic};
use crate::value::Value;

pub(super) static FUNCTIONS: &[Function] = &[
    variadic("eq", &[Any], Any, |_, args| {
        if args.all().len() < 2 {
            return Err("missing argument for comparison".into());
        }
        let first = &args.any(0).value;
        for other in &args.all()[1..] {
            if equal(first, &other.value)? {
                return Ok(Value::Bool(true).into());
            }
        }
        Ok(Value::Bool(false).into())
    }),
    fixed("ne", &[Any, Any], |_, args| {
        equal(&args.any(0).value, &args.any(1).value).map(|equal| Value::Bool(!equal).into())
    }),
    fixed("lt", &[Any, Any], |context, args| ordered(context, args, Ordering::is_lt)),
    fixed("le", &[Any, Any], |context, args| ordered(context, args, Ordering::is_le)),
    fixed("gt", &[Any, Any], |context, args| ordered(context, args, Ordering::is_gt)),
    fixed("ge", &[Any, Any], |context, args| ordered(context, args, Ordering::is_ge)),
    fixed("not", &[Any], |_, args| Ok(Value::Bool(!args.any(0).value.truth()).into())),
];

fn incompatible(a: &Value, b: &Value) -> String {
    format!("incompatible types for comparison: {} and {}", a.type_name(), b.type_name())
}

fn equal(a: &Value, b: &Value) -> Result<bool, String> {
    Ok(match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Int(a, _), Value::Int(b, _)) => a == b,
        (Value::Float(a), Value::Float(b)) => a == b,
        (Value::String(a), Value::String(b)) => a.bytes() == b.bytes(),
        (Value::Nil, Value::Nil) => true,
        // Nothing is equal to nil but nil, and comparing with it is no error.
        (Value::Nil, _) | (_, Value::Nil) => false,
        (Value::List(_) | Value::Map(_) | Value::Bytes(_), Value::List(_) | Value::Map(_) | Value::Bytes(_)) => {
            return Err(format!("non-comparable type {}: {}", crate::print::plain(a), a.type_name()));
        }
        (Value::Object(a), Value::Object(b)) => std::rc::Rc::ptr_eq(a, b),
        (a, b) => return Err(incompatible(a, b)),
    })
}

fn ordered(_: &Context, args: Args<'_>, wanted: fn(Ordering) -> bool) -> Outcome {
    let (a, b) = (&args.any(0).value, &args.any(1).value);
    let order = match (a, b) {
        (Value::Int(a, _), Value::Int(b, _)) => Some(a.cmp(b)),
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
        (Value::String(a), Value::String(b)) => Some(a.bytes().cmp(b.bytes())),
        (Value::Int(..) | Value::Float(_) | Value::String(_), Value::Int(..) | Value::Float(_) | Value::String(_)) => {
            return Err(incompatible(a, b));
        }
        _ => return Err("invalid type for comparison".into()),
    };
    Ok(Value::Bool(order.is_some_and(wanted)).into())
}
