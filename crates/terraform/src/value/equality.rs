//! `==`, as far as it is known.

use std::cmp::Ordering;
use std::sync::Arc;

use super::{Kind, Number, Type, Unknown, Value};

/// Whether two values are equal as `==` has it: a truth value, unknown where that hangs on something unknown, and
/// marked if anything in either is. Values of different types are not equal.
#[must_use]
pub fn equal(left: &Value, right: &Value) -> Value {
    let marks = left.deep_marks().or(right.deep_marks());
    let result = match (compare(left, right), left.cause().or_else(|| right.cause())) {
        (Some(result), _) => result.into(),
        (None, Some(cause)) => Unknown::new(Type::Bool, Arc::clone(cause)).not_null().into_value(),
        // Does not happen: only something unknown leaves the answer open.
        (None, None) => false.into(),
    };
    result.with_marks(marks).derived_from([left, right])
}

/// The same without marks: none, if it hangs on something unknown.
pub(super) fn compare(left: &Value, right: &Value) -> Option<bool> {
    match (&left.kind, &right.kind) {
        (Kind::Unknown(_), Kind::Unknown(_)) => None,
        (Kind::Unknown(unknown), _) => compare_unknown(unknown, right),
        (_, Kind::Unknown(unknown)) => compare_unknown(unknown, left),
        (Kind::Null(_), Kind::Null(_)) => Some(true),
        (Kind::Null(_), _) | (_, Kind::Null(_)) => Some(false),
        _ if !has_known_type(left) || !has_known_type(right) => {
            let (a, b) = (left.ty(), right.ty());
            if a.conforms(&b) || b.conforms(&a) { None } else { Some(false) }
        }
        _ if !left.same_type(right) => Some(false),
        _ => compare_parts(left, right),
    }
}

/// Compares values that are of one type.
fn compare_same(left: &Value, right: &Value) -> Option<bool> {
    match (&left.kind, &right.kind) {
        (Kind::Unknown(_), _) | (_, Kind::Unknown(_)) | (Kind::Null(_), _) | (_, Kind::Null(_)) => compare(left, right),
        _ => compare_parts(left, right),
    }
}

/// Compares values that are of one type, known and not null.
fn compare_parts(left: &Value, right: &Value) -> Option<bool> {
    match (&left.kind, &right.kind) {
        (Kind::Bool(a), Kind::Bool(b)) => Some(a == b),
        (Kind::Number(a), Kind::Number(b)) => Some(a == b),
        (Kind::String(a), Kind::String(b)) => Some(a == b),
        (Kind::List(_, a), Kind::List(_, b)) | (Kind::Tuple(a), Kind::Tuple(b)) => {
            if a.len() != b.len() {
                Some(false)
            } else {
                all(a.iter().zip(&**b))
            }
        }
        (Kind::Map(_, a), Kind::Map(_, b)) | (Kind::Object(a), Kind::Object(b)) => {
            if a.len() != b.len() || !a.keys().eq(b.keys()) { Some(false) } else { all(a.values().zip(b.values())) }
        }
        (Kind::Set(_, a), Kind::Set(_, b)) => {
            // Terraform sees unknown elements themselves, but not what is unknown within them.
            if a.iter().chain(&**b).any(|item| !item.is_known()) {
                return None;
            }
            let within = |items: &[Value], item: &Value| items.iter().any(|other| compare(item, other) == Some(true));
            if a.len() > 32 && a.len() == b.len() && a.iter().zip(&**b).all(|(a, b)| compare(a, b) == Some(true)) {
                return Some(true);
            }
            Some(a.iter().all(|item| within(b, item)) && b.iter().all(|item| within(a, item)))
        }
        _ => Some(false),
    }
}

/// Whether all pairs are equal; the first that is not, or is undecided, determines the result.
fn all<'a>(mut pairs: impl Iterator<Item = (&'a Value, &'a Value)>) -> Option<bool> {
    let decided = pairs.find_map(|(a, b)| match compare_same(a, b) {
        Some(true) => None,
        other => Some(other),
    });
    decided.unwrap_or(Some(true))
}

/// An unknown value is certainly not what is outside of what is known of it.
fn compare_unknown(unknown: &Unknown, known: &Value) -> Option<bool> {
    if known.is_null() {
        return unknown.not_null.then_some(false);
    }
    let ty = known.ty();
    if !ty.conforms(&unknown.ty) || !may_be(unknown, known) {
        return Some(false);
    }
    if unknown.ty.has_any() || ty == unknown.ty { None } else { Some(false) }
}

/// Whether what is known of an unknown value leaves it open to be `known`, which is of its type.
fn may_be(unknown: &Unknown, known: &Value) -> bool {
    match &known.kind {
        Kind::String(text) => unknown.prefix.as_ref().is_none_or(|prefix| text.starts_with(&**prefix)),
        Kind::Number(number) => in_range(unknown, number),
        Kind::List(..) | Kind::Set(..) | Kind::Map(..) if unknown.ty.is_collection() => {
            let (least, most) = known.length_range();
            most.is_none_or(|most| most >= unknown.length.0) && unknown.length.1.is_none_or(|limit| least <= limit)
        }
        _ => true,
    }
}

fn in_range(unknown: &Unknown, number: &Number) -> bool {
    let inside = |ordering: Ordering, inclusive: bool, out: Ordering| {
        ordering != out && (inclusive || ordering != Ordering::Equal)
    };
    let (least, greatest) = &unknown.range;
    least.as_ref().is_none_or(|(least, inclusive)| inside(number.compare(least), *inclusive, Ordering::Less))
        && greatest
            .as_ref()
            .is_none_or(|(greatest, inclusive)| inside(number.compare(greatest), *inclusive, Ordering::Greater))
}

/// Whether nothing in it is of an unknown type.
fn has_known_type(value: &Value) -> bool {
    match &value.kind {
        Kind::Unknown(unknown) => !unknown.ty.has_any(),
        Kind::List(_, items) | Kind::Set(_, items) | Kind::Tuple(items) => items.iter().all(has_known_type),
        Kind::Map(_, entries) | Kind::Object(entries) => entries.values().all(has_known_type),
        _ => true,
    }
}

/// Whether two values are the same in everything but their provenance: type, marks, and what is known of what is
/// unknown (its cause aside).
#[must_use]
pub fn identical(left: &Value, right: &Value) -> bool {
    let list = |a: &[Value], b: &[Value]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| identical(a, b));
    let map = |a: &super::Entries, b: &super::Entries| {
        a.len() == b.len() && a.iter().zip(b).all(|((m, a), (n, b))| m == n && identical(a, b))
    };
    left.marks == right.marks
        && match (&left.kind, &right.kind) {
            (Kind::Null(a), Kind::Null(b)) => a == b,
            (Kind::Bool(a), Kind::Bool(b)) => a == b,
            (Kind::Number(a), Kind::Number(b)) => a == b,
            (Kind::String(a), Kind::String(b)) => a == b,
            (Kind::List(s, a), Kind::List(t, b)) | (Kind::Set(s, a), Kind::Set(t, b)) => s == t && list(a, b),
            (Kind::Tuple(a), Kind::Tuple(b)) => list(a, b),
            (Kind::Map(s, a), Kind::Map(t, b)) => s == t && map(a, b),
            (Kind::Object(a), Kind::Object(b)) => map(a, b),
            (Kind::Unknown(a), Kind::Unknown(b)) => {
                a.ty == b.ty
                    && a.not_null == b.not_null
                    && a.prefix == b.prefix
                    && a.range == b.range
                    && a.length == b.length
            }
            _ => false,
        }
}
