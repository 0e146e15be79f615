//! Comparisons over what may be unknown.

use regorus::Value;
use regorus::unstable::{BoolOp, comparison};

use super::{Machine, Stop, Term, Truth};
use crate::native::unknown::{Unknown, is_further, is_unknown};

impl<'a> Machine<'a> {
    /// `left < right` and the like. Undefined where either side is.
    pub(super) fn compare(&mut self, operator: &BoolOp, left: &Term<'a>, right: &Term<'a>) -> Result<Term<'a>, Stop> {
        if left.is_undefined() || right.is_undefined() {
            return Ok(Term::Undefined);
        }
        if !self.has_unknown {
            return match (left.known(), right.known()) {
                (Some(left), Some(right)) => {
                    comparison::compare(operator, left, right).map(Term::Owned).map_err(|_| Stop::Ask)
                }
                _ => Err(Stop::Ask),
            };
        }
        let defined = left.is_defined().and(right.is_defined());
        let truth = match operator {
            BoolOp::Eq => self.equal(left, right),
            BoolOp::Ne => self.equal(left, right).not(),
            _ => match (left.known(), right.known()) {
                (Some(left), Some(right)) if !holds_unknown(left) && !holds_unknown(right) => {
                    { comparison::compare(operator, left, right).map_err(|_| Stop::Ask)? == Value::Bool(true) }.into()
                }
                _ => by_bound(operator, left, right),
            },
        };
        // Where the comparison may not even be defined, it holds nothing for certain.
        Ok(match (truth, defined) {
            (truth, Truth::Yes) => Term::truth(truth),
            // Neither `false` nor undefined holds.
            (Truth::No, _) => Term::Owned(Value::Bool(false)),
            _ => Term::anything(),
        })
    }

    /// Whether two values that are defined are equal.
    pub(super) fn equal(&self, left: &Term<'a>, right: &Term<'a>) -> Truth {
        match (left, right) {
            (Term::Undefined, _) | (_, Term::Undefined) => Truth::No,
            (Term::Unknown(unknown), other) | (other, Term::Unknown(unknown)) => match other.known() {
                Some(value) => unknown_equals(unknown, value),
                None => Truth::Maybe,
            },
            _ => match (left.known(), right.known()) {
                (Some(left), Some(right)) => equal(left, right),
                _ => Truth::Maybe,
            },
        }
    }

    /// `value in collection`, `key, value in collection`: never undefined.
    pub(super) fn membership(&mut self, key: Option<&Term<'a>>, value: &Term<'a>, collection: &Term<'a>) -> Truth {
        let value = match value {
            Term::Undefined => return Truth::No,
            // It may be undefined, and then it is in nothing.
            Term::Unknown(_) => None,
            other => other.known(),
        };
        let collection = match collection {
            Term::Undefined => return Truth::No,
            Term::Unknown(_) => return Truth::Maybe,
            other => other.known(),
        };
        let (Some(collection), Some(value)) = (collection, value) else {
            let is_empty = match collection {
                Some(Value::Array(items)) => items.is_empty(),
                Some(Value::Set(items)) => items.is_empty(),
                Some(Value::Object(entries)) => entries.is_empty(),
                _ => true,
            };
            return if is_empty { Truth::No } else { Truth::Maybe };
        };
        let any = |items: &mut dyn Iterator<Item = &Value>| {
            items
                .map(|item| if is_further(item) { Truth::Maybe } else { equal(item, value) })
                .max_by_key(|truth| *truth as u8)
        };
        let found = match (key, collection) {
            (None, Value::Set(items)) if !self.has_unknown => Some(items.contains(value).into()),
            (None, Value::Array(items)) => any(&mut items.iter()),
            (None, Value::Set(items)) => any(&mut items.iter()),
            (None, Value::Object(entries)) => any(&mut entries.values()),
            (Some(_), Value::Set(_)) => None,
            (Some(Term::Unknown(_)), _) => Some(Truth::Maybe),
            (Some(key), Value::Array(_) | Value::Object(_)) => key.known().map(|key| equal(&collection[key], value)),
            _ => None,
        };
        found.unwrap_or(Truth::No)
    }
}

fn holds_unknown(value: &Value) -> bool {
    crate::native::unknown::holds_unknown(value)
}

/// Whether an unknown value is a certain one.
fn unknown_equals(unknown: &Unknown, value: &Value) -> Truth {
    let is_number = || value.as_f64().ok();
    match value {
        Value::Null if unknown.set => Truth::No,
        _ => match unknown.at_least {
            Some(least) if is_number().is_none_or(|value| value < to_f64(least)) => Truth::No,
            _ => Truth::Maybe,
        },
    }
}

/// `<`, `<=`, `>` and `>=` where one side is a number of which only the least is known.
fn by_bound(operator: &BoolOp, left: &Term<'_>, right: &Term<'_>) -> Truth {
    let (unknown, known, operator) = match (left, right) {
        (Term::Unknown(unknown), other) => (unknown, other.known(), operator.clone()),
        (other, Term::Unknown(unknown)) => (unknown, other.known(), mirrored(operator)),
        _ => return Truth::Maybe,
    };
    let (Some(least), Some(Ok(number))) = (unknown.at_least.map(to_f64), known.map(Value::as_f64)) else {
        return Truth::Maybe;
    };
    match operator {
        BoolOp::Gt if least > number => Truth::Yes,
        BoolOp::Ge if least >= number => Truth::Yes,
        BoolOp::Lt if least >= number => Truth::No,
        BoolOp::Le if least > number => Truth::No,
        _ => Truth::Maybe,
    }
}

fn mirrored(operator: &BoolOp) -> BoolOp {
    match operator {
        BoolOp::Lt => BoolOp::Gt,
        BoolOp::Le => BoolOp::Ge,
        BoolOp::Gt => BoolOp::Lt,
        BoolOp::Ge => BoolOp::Le,
        other => other.clone(),
    }
}

/// The number of elements of a collection is far below what a float tells apart.
fn to_f64(number: usize) -> f64 {
    u32::try_from(number).unwrap_or(u32::MAX).into()
}

/// Whether two values are equal, where parts of either may be unknown.
fn equal(left: &Value, right: &Value) -> Truth {
    if let (false, Some(unknown)) = (is_unknown(left), Unknown::of(right)) {
        return unknown_equals(&unknown, left);
    }
    match (left, right) {
        (Value::Set(_), _) if is_unknown(left) => match Unknown::of(left) {
            Some(unknown) if !is_unknown(right) => unknown_equals(&unknown, right),
            _ => Truth::Maybe,
        },
        (Value::Array(a), Value::Array(b)) => {
            if a.iter().chain(b.iter()).any(is_further) {
                return Truth::Maybe;
            }
            if a.len() != b.len() {
                return Truth::No;
            }
            a.iter().zip(b.iter()).map(|(a, b)| equal(a, b)).fold(Truth::Yes, Truth::and)
        }
        (Value::Object(a), Value::Object(b)) if holds_unknown(left) || holds_unknown(right) => {
            if a.keys().chain(b.keys()).any(is_unknown) {
                return Truth::Maybe;
            }
            let entry = |key: &Value| match (a.get(key), b.get(key)) {
                (Some(a), Some(b)) => equal(a, b),
                (Some(one), None) | (None, Some(one)) => match Unknown::of(one) {
                    Some(unknown) if !unknown.set => Truth::Maybe,
                    _ => Truth::No,
                },
                (None, None) => Truth::Yes,
            };
            a.keys().chain(b.keys()).map(entry).fold(Truth::Yes, Truth::and)
        }
        (Value::Set(_), Value::Set(_)) if holds_unknown(left) || holds_unknown(right) => Truth::Maybe,
        _ => (left == right).into(),
    }
}
