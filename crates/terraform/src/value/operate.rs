//! Operators.

use std::cmp::Ordering;

use super::{Cause, Error, Kind, Number, Type, Undefined, Unknown, Value, convert, equal};
use crate::syntax::ast::{BinaryOperator, UnaryOperator};

/// `left operator right`. As in Terraform 1.11, `&&` and `||` evaluate both operands: `false && unknown` is unknown.
///
/// # Errors
/// An operand has the wrong type, is null, or the operation has no result (`0 / 0`).
pub fn binary(operator: BinaryOperator, left: &Value, right: &Value) -> Result<Value, Error> {
    use BinaryOperator as Op;
    let wanted = match operator {
        Op::Equal | Op::NotEqual => Type::Any,
        Op::Or | Op::And => Type::Bool,
        _ => Type::Number,
    };
    let operands = [operand(left, &wanted, 0, "left operand")?, operand(right, &wanted, 1, "right operand")?];
    let marks = left.deep_marks().or(right.deep_marks());
    if matches!(operator, Op::Equal | Op::NotEqual) {
        let result = equal(&operands[0], &operands[1]);
        return if operator == Op::NotEqual { Ok(not(&result)) } else { Ok(result) };
    }
    not_null(&operands)?;
    let [left, right] = &operands;
    let unknown = [left, right].into_iter().find_map(Value::as_unknown);
    let result: Value = match (&left.kind, &right.kind, operator) {
        (Kind::Bool(left), Kind::Bool(right), Op::Or) => (*left || *right).into(),
        (Kind::Bool(left), Kind::Bool(right), Op::And) => (*left && *right).into(),
        // The marks of what is unknown are lost here, as in Terraform.
        (_, _, Op::Or | Op::And) => {
            let cause = unknown.map(|unknown| unknown_of(Type::Bool, &unknown.cause));
            return Ok(cause.unwrap_or_else(|| false.into()).derived_from([left, right]));
        }
        (_, _, Op::Less | Op::LessOrEqual | Op::Greater | Op::GreaterOrEqual) => compare(operator, left, right),
        (Kind::Number(left), Kind::Number(right), _) => Value::number(
            compute(operator, left, right)
                .map_err(|detail| Error::new("Operation failed", format!("Error during operation: {detail}.")))?,
        ),
        _ => match unknown {
            Some(unknown) => unknown_of(Type::Number, &unknown.cause),
            None => return Err(Error::new("Invalid operand", "Unsuitable value for operand.")),
        },
    };
    Ok(result.with_marks(marks).derived_from([left, right]))
}

/// `operator operand`.
///
/// # Errors
/// The operand has the wrong type or is null.
pub fn unary(operator: UnaryOperator, value: &Value) -> Result<Value, Error> {
    let wanted = match operator {
        UnaryOperator::Not => Type::Bool,
        UnaryOperator::Negate => Type::Number,
    };
    let value = operand(value, &wanted, 0, "unary operand")?;
    not_null(std::slice::from_ref(&value))?;
    Ok(match (&value.kind, operator) {
        (Kind::Number(number), _) => Value::number(number.negate()).with_marks(value.marks).derived_from([&value]),
        // The mark of what is unknown is lost, as in Terraform.
        (Kind::Unknown(unknown), UnaryOperator::Negate) => unknown_of(Type::Number, &unknown.cause),
        (Kind::Unknown(unknown), UnaryOperator::Not) => unknown_of(Type::Bool, &unknown.cause),
        _ => not(&value),
    })
}

fn unknown_of(ty: Type, cause: &std::sync::Arc<Cause>) -> Value {
    Unknown::new(ty, cause.clone()).not_null().into_value()
}

fn operand(value: &Value, ty: &Type, number: usize, which: &str) -> Result<Value, Error> {
    convert(value, ty)
        .map_err(|error| Error::new("Invalid operand", format!("Unsuitable value for {which}: {error}.")).of(number))
}

fn not_null(operands: &[Value]) -> Result<(), Error> {
    match operands.iter().position(Value::is_null) {
        None => Ok(()),
        Some(number) => {
            let detail = "Error during operation: argument must not be null.";
            Err(Error::new("Operation failed", detail).of(number))
        }
    }
}

fn not(value: &Value) -> Value {
    match value.as_bool() {
        Some(truth) => Value { kind: Kind::Bool(!truth), ..value.clone() },
        None => value.clone(),
    }
}

fn compute(operator: BinaryOperator, left: &Number, right: &Number) -> Result<Number, &'static str> {
    let (result, undefined) = match operator {
        BinaryOperator::Add => (left.add(right), "can't compute sum of opposing infinities"),
        BinaryOperator::Subtract => (left.subtract(right), "can't subtract infinity from itself"),
        BinaryOperator::Multiply => (left.multiply(right), "can't multiply zero by infinity"),
        BinaryOperator::Divide => (left.divide(right), "can't divide zero by zero or infinity by infinity"),
        _ => (left.remainder(right), "can't use modulo with zero and infinity"),
    };
    result.map_err(|Undefined| undefined)
}

/// Compares numbers; if one is unknown, its range may determine the result.
fn compare(operator: BinaryOperator, left: &Value, right: &Value) -> Value {
    let (strict, or_equal) = match operator {
        BinaryOperator::Less => (Ordering::Less, false),
        BinaryOperator::LessOrEqual => (Ordering::Less, true),
        BinaryOperator::Greater => (Ordering::Greater, false),
        _ => (Ordering::Greater, true),
    };
    let strictly = match (&left.kind, &right.kind) {
        (Kind::Number(a), Kind::Number(b)) => Some(a.compare(b) == strict),
        _ => {
            let (a, b) = (bounds(left), bounds(right));
            match strict {
                Ordering::Less => compare_bounds(&a, &b),
                _ => compare_bounds(&b, &a),
            }
        }
    };
    let same = || super::equality::compare(left, right);
    let result = match (strictly, or_equal) {
        (decided, false) => decided,
        (Some(true), true) => Some(true),
        (Some(false), true) => same(),
        (None, true) => same().filter(|same| *same),
    };
    match (result, left.cause().or_else(|| right.cause())) {
        (Some(result), _) => result.into(),
        (None, Some(cause)) => unknown_of(Type::Bool, cause),
        (None, None) => false.into(),
    }
}

/// The least and greatest that a number can be, if anything is known.
fn bounds(value: &Value) -> (Number, Number) {
    match &value.kind {
        Kind::Number(number) => (number.clone(), number.clone()),
        Kind::Unknown(unknown) => {
            let end = |bound: &Option<super::Bound>, open: Number| bound.as_ref().map_or(open, |(end, _)| end.clone());
            (end(&unknown.range.0, Number::NEGATIVE_INFINITY), end(&unknown.range.1, Number::INFINITY))
        }
        _ => (Number::NEGATIVE_INFINITY, Number::INFINITY),
    }
}

/// Whether `a` is certainly less than `b`, or certainly greater.
fn compare_bounds(a: &(Number, Number), b: &(Number, Number)) -> Option<bool> {
    if a.1.compare(&b.0).is_lt() {
        Some(true)
    } else if a.0.compare(&b.1).is_gt() {
        Some(false)
    } else {
        None
    }
}
