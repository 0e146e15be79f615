//! Looking into values: `of.name` and `of[key]`.

use super::{Error, Kind, Number, Type, Value, convert, text};

const INVALID_INDEX: &str = "Invalid index";
const UNSUPPORTED: &str = "Unsupported attribute";
const NO_ELEMENT: &str = "The given key does not identify an element in this collection value";

/// `of.name`.
///
/// # Errors
/// There is no such attribute or element.
pub fn attribute(of: &Value, name: &str) -> Result<Value, Error> {
    let name = &*text::normalize(name);
    let quoted = || text::quote(name);
    let found = match &of.kind {
        Kind::Null(_) => {
            let detail = "This value is null, so it does not have any attributes.";
            return Err(Error::new("Attempt to get attribute from null value", detail));
        }
        Kind::Object(attributes) => attributes.get(name).cloned().ok_or_else(|| no_attribute(name))?,
        Kind::Map(_, entries) => entries.get(name).cloned().ok_or_else(|| {
            let detail = format!("This map does not have an element with the key {}.", quoted());
            Error::new("Missing map element", detail)
        })?,
        Kind::Unknown(unknown) => {
            let ty = match &unknown.ty {
                Type::Any => Type::Any,
                Type::Map(element) => (**element).clone(),
                Type::Object(attributes) => match attributes.get(name) {
                    Some(attribute) => attribute.ty.clone(),
                    None => return Err(no_attribute(name)),
                },
                ty => return Err(no_attributes(ty, name)),
            };
            Value::unknown(ty, &unknown.cause)
        }
        _ => return Err(no_attributes(&of.ty(), name)),
    };
    Ok(found.with_marks(of.marks).derived_from([of]))
}

fn no_attribute(name: &str) -> Error {
    Error::new(UNSUPPORTED, format!("This object does not have an attribute named {}.", text::quote(name)))
}

fn no_attributes(ty: &Type, name: &str) -> Error {
    let detail = match ty {
        Type::List(element) => match &**element {
            Type::Object(attributes) if attributes.contains_key(name) => format!(
                "Can't access attributes on a list of objects. Did you mean to access attribute {} for a specific \
                 element of the list, or across all elements of the list?",
                text::quote(name)
            ),
            Type::Object(_) => "Can't access attributes on a list of objects. Did you mean to access an attribute for \
                                a specific element of the list, or across all elements of the list?"
                .into(),
            _ => "This value does not have any attributes.".into(),
        },
        Type::Set(element) if matches!(&**element, Type::Object(_)) => {
            "Can't access attributes on a set of objects. Did you mean to access an attribute across all elements of \
             the set?"
                .into()
        }
        ty if ty.is_primitive() => format!("Can't access attributes on a primitive-typed value ({}).", ty.name()),
        _ => "This value does not have any attributes.".into(),
    };
    Error::new(UNSUPPORTED, detail)
}

/// `of[key]`.
///
/// # Errors
/// There is no such element.
pub fn index(of: &Value, key: &Value) -> Result<Value, Error> {
    if of.is_null() {
        let detail = "This value is null, so it does not have any indices.";
        return Err(Error::new("Attempt to index null value", detail));
    }
    if key.is_null() {
        return Err(Error::new(INVALID_INDEX, "Can't use a null value as an indexing key.").of(1));
    }
    let ty = of.ty();
    let untyped = [of, key].into_iter().find(|value| value.is_untyped());
    if let Some(cause) = untyped.and_then(Value::cause) {
        return Ok(Value::unknown(Type::Any, cause).with_marks(of.marks));
    }
    let found = match ty {
        Type::List(_) | Type::Tuple(_) => in_sequence(of, &key_as(key, &Type::Number)?, &ty)?,
        Type::Map(_) => in_map(of, &key_as(key, &Type::String)?, &ty)?,
        Type::Object(_) => in_object(of, key)?,
        Type::Set(_) => {
            let detail = "Elements of a set are identified only by their value and don't have any separate index or \
                          key to select with, so it's only possible to perform operations across all elements of the \
                          set.";
            return Err(Error::new(INVALID_INDEX, detail));
        }
        _ => return Err(Error::new(INVALID_INDEX, "This value does not have any indices.")),
    };
    Ok(found.with_marks(of.marks).derived_from([of]))
}

fn key_as(key: &Value, ty: &Type) -> Result<Value, Error> {
    convert(key, ty).map_err(|error| Error::new(INVALID_INDEX, format!("{NO_ELEMENT}: {error}.")).of(1))
}

fn no_element(why: &str) -> Error {
    Error::new(INVALID_INDEX, format!("{NO_ELEMENT}{why}")).of(1)
}

/// What is found in an unknown place: something of that type. The key's marks do not matter then, as in Terraform.
fn somewhere(of: &Value, key: &Value, ty: Type) -> Value {
    match of.cause().filter(|_| !of.is_known()).or_else(|| key.cause()) {
        Some(cause) => Value::unknown(ty, cause),
        None => Value::null_of(&ty),
    }
}

fn in_sequence(of: &Value, key: &Value, ty: &Type) -> Result<Value, Error> {
    let element = ty.element().cloned().unwrap_or(Type::Any);
    let Some(number) = key.as_number() else { return Ok(somewhere(of, key, element)) };
    let position = number.as_i64().and_then(|position| usize::try_from(position).ok());
    let count = match (&of.kind, ty) {
        (Kind::List(_, items) | Kind::Tuple(items), _) => {
            if let Some(item) = position.and_then(|position| items.get(position)) {
                return Ok(item.clone().with_marks(key.marks));
            }
            items.len()
        }
        (_, Type::Tuple(types)) => {
            if let Some(element) = position.and_then(|position| types.get(position)) {
                return Ok(somewhere(of, key, element.clone()).with_marks(key.marks));
            }
            types.len()
        }
        // Of a list that is not known, Terraform does not even check the index.
        _ => return Ok(somewhere(of, key, element)),
    };
    Err(no_element(if !number.is_whole() && number.is_finite() {
        ": indexing a sequence requires a whole number, but the given index has a fractional part."
    } else if number.is_negative() {
        ": a negative number is not a valid index for a sequence."
    } else {
        // Terraform says more only of the first index after the end.
        match count {
            _ if !of.marks.is_empty() || number.compare(&Number::from(count)).is_gt() => ".",
            0 => ": the collection has no elements.",
            _ => ": the given index is greater than or equal to the length of the collection.",
        }
    }))
}

fn in_map(of: &Value, key: &Value, ty: &Type) -> Result<Value, Error> {
    match (&of.kind, key.as_str()) {
        (Kind::Map(_, entries), Some(name)) => {
            entries.get(name).cloned().map(|item| item.with_marks(key.marks)).ok_or_else(|| no_element("."))
        }
        _ => Ok(somewhere(of, key, ty.element().cloned().unwrap_or(Type::Any))),
    }
}

fn in_object(of: &Value, key: &Value) -> Result<Value, Error> {
    let was_number = key.ty() == Type::Number;
    let key = key_as(key, &Type::String)?;
    match (&of.kind, key.as_str()) {
        (Kind::Object(attributes), Some(name)) => attributes.get(name).cloned().ok_or_else(|| {
            no_element(match was_number {
                true => ". An object only supports looking up attributes by name, not by numeric index.",
                false => ".",
            })
        }),
        _ => Ok(somewhere(of, &key, Type::Any)),
    }
}
