//! `condition ? yes : no`.

use std::sync::Arc;

use super::{Bound, Cause, Error, Kind, Type, Unknown, Value, convert, unify};

const INCONSISTENT: &str = "Inconsistent conditional result types";

/// `condition ? yes : no`: both results are converted to the type that they have in common. Where the condition is
/// unknown, so is the result, but what is true of both is true of it.
///
/// # Errors
/// The results have no type in common, or the condition is not a truth value. Operands are counted in the order of
/// the arguments.
pub fn conditional(condition: &Value, yes: &Value, no: &Value) -> Result<Value, Error> {
    let plain_null = |value: &Value| matches!(value.kind, Kind::Null(Type::Any)) && value.marks.is_empty();
    let (yes_type, no_type) = (yes.ty(), no.ty());
    // `any` is a result type that depends on an unknown condition.
    let common = if plain_null(yes) {
        no_type
    } else if plain_null(no) {
        yes_type
    } else if yes_type.is_any() || no_type.is_any() {
        Type::Any
    } else if yes_type == no_type {
        yes_type
    } else {
        match unify(&[yes_type.clone(), no_type.clone()]) {
            Some(common) => common,
            None => {
                let difference = describe_difference(&yes_type, &no_type);
                let detail = format!("The true and false result expressions must have consistent types. {difference}.");
                return Err(Error::new(INCONSISTENT, detail));
            }
        }
    };
    let marks = condition.marks.or(yes.marks).or(no.marks);
    let decided = match &condition.kind {
        Kind::Null(_) => {
            let detail = "The condition value is null. Conditions must either be true or false.";
            return Err(Error::new("Null condition", detail).of(0));
        }
        Kind::Unknown(unknown) => {
            return Ok(undecided(&unknown.cause, common, yes, no).with_marks(marks).derived_from([condition, yes, no]));
        }
        _ => convert(&condition.clone().unmarked(), &Type::Bool).ok().and_then(|value| value.as_bool()),
    };
    let Some(decided) = decided else {
        return Err(Error::new("Incorrect condition type", "The condition expression must be of type bool.").of(0));
    };
    let (result, name, operand) = if decided { (yes, "true", 1) } else { (no, "false", 2) };
    let wrong = |problem: &str| {
        Error::new(INCONSISTENT, format!("The {name} result value has the wrong type: {problem}.")).of(operand)
    };
    if let Some(collection) = loses_its_type(result, &common) {
        return Err(wrong(&format!("element types must all match for conversion to {collection}")));
    }
    let result = convert(result, &common).map_err(|error| wrong(&error.message))?;
    Ok(result.with_marks(marks))
}

/// Next to a list of no known element type, a tuple of different types becomes no list, as no type is left to convert
/// its elements to; an object next to such a map likewise.
fn loses_its_type(result: &Value, common: &Type) -> Option<&'static str> {
    let parts: Vec<&Value> = match (&result.kind, common) {
        (Kind::Tuple(items), Type::List(element)) if element.is_any() => items.iter().collect(),
        (Kind::Object(entries), Type::Map(element)) if element.is_any() => entries.values().collect(),
        _ => return None,
    };
    let differ = parts.iter().any(|part| !part.same_type(parts[0]));
    differ.then_some(if matches!(common, Type::List(_)) { "list" } else { "map" })
}

/// What is true of both results.
fn undecided(cause: &Arc<Cause>, common: Type, yes: &Value, no: &Value) -> Value {
    if yes.is_null() && no.is_null() {
        return Value::null_of(&common);
    }
    let (yes_type, no_type) = (yes.ty(), no.ty());
    let mut result = Unknown::new(common, Arc::clone(cause));
    if yes.is_certainly_set() && no.is_certainly_set() {
        result = result.not_null();
    }
    if yes_type == Type::Number && no_type == Type::Number {
        let (yes, no) = (range(yes), range(no));
        if let Some((least, inclusive)) = outer(yes.0, no.0, std::cmp::Ordering::Less) {
            result = result.at_least(least, inclusive);
        }
        if let Some((greatest, inclusive)) = outer(yes.1, no.1, std::cmp::Ordering::Greater) {
            result = result.at_most(greatest, inclusive);
        }
    } else if yes_type.is_collection() && yes_type == no_type {
        let (yes, no) = (collection_length(yes), collection_length(no));
        result = result.length(yes.0.min(no.0), yes.1.zip(no.1).map(|(yes, no)| yes.max(no)));
    }
    result.into_value()
}

/// The length of a collection as far as Terraform knows it here: of a set with unknown elements, or of null, nothing.
fn collection_length(value: &Value) -> (u64, Option<u64>) {
    match value.length_range() {
        _ if value.is_null() => (0, None),
        (least, most) if value.is_known() && Some(least) != most => (0, None),
        length => length,
    }
}

fn range(value: &Value) -> (Option<Bound>, Option<Bound>) {
    match &value.kind {
        Kind::Number(number) => (Some((number.clone(), true)), Some((number.clone(), true))),
        Kind::Unknown(unknown) => unknown.range.clone(),
        _ => (None, None),
    }
}

/// The bound that is further out; `None` if either is missing.
fn outer(a: Option<Bound>, b: Option<Bound>, out: std::cmp::Ordering) -> Option<Bound> {
    let ((a, a_inclusive), (b, b_inclusive)) = (a?, b?);
    Some(match a.compare(&b) {
        _ if a == b => (b, a_inclusive || b_inclusive),
        ordering if ordering == out => (a, a_inclusive),
        _ => (b, b_inclusive),
    })
}

/// What keeps two types from having a type in common.
fn describe_difference(yes: &Type, no: &Type) -> String {
    match (yes, no) {
        (Type::Object(a), Type::Object(b)) => {
            for (name, attribute) in &**a {
                let quoted = super::text::quote(name);
                match b.get(name) {
                    None => {
                        return format!(
                            "The 'true' value includes object attribute {quoted}, which is absent in the 'false' value"
                        );
                    }
                    Some(other) if attribute.ty != other.ty => {
                        let difference = describe_difference(&attribute.ty, &other.ty);
                        return format!("Type mismatch for object attribute {quoted}: {difference}");
                    }
                    Some(_) => {}
                }
            }
            if let Some(name) = b.keys().find(|name| !a.contains_key(*name)) {
                let quoted = super::text::quote(name);
                return format!(
                    "The 'false' value includes object attribute {quoted}, which is absent in the 'true' value"
                );
            }
        }
        (Type::Tuple(a), Type::Tuple(b)) if a.len() != b.len() => {
            let (a, b) = (a.len(), b.len());
            return format!("The 'true' tuple has length {a}, but the 'false' tuple has length {b}");
        }
        (Type::Tuple(a), Type::Tuple(b)) => {
            if let Some(index) = (0..a.len()).find(|index| a[*index] != b[*index]) {
                let difference = describe_difference(&a[index], &b[index]);
                return format!("Type mismatch for tuple element {index}: {difference}");
            }
        }
        (Type::List(a), Type::List(b)) | (Type::Set(a), Type::Set(b)) | (Type::Map(a), Type::Map(b))
            if matches!((&**a, &**b), (Type::Object(_), Type::Object(_)) | (Type::Tuple(_), Type::Tuple(_))) =>
        {
            let noun = match yes {
                Type::List(_) => "list",
                Type::Set(_) => "set",
                _ => "map",
            };
            return format!("Mismatched {noun} element types: {}", describe_difference(a, b));
        }
        _ => {}
    }
    let (yes, no) = (yes.name(), no.name());
    if yes == no {
        return "At least one deeply-nested attribute or element is not compatible across both the 'true' and the \
                'false' value"
            .into();
    }
    format!("The 'true' value is {yes}, but the 'false' value is {no}")
}
