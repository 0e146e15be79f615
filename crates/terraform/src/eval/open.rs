//! Objects with unknown attributes: a resource has attributes that its configuration does not set.

use std::sync::Arc;

use crate::value::{self, Cause, Entries, Error, Kind, Type, Value};

/// The name of the entry that says that an object has further attributes. No attribute can have this name.
pub const OPEN: &str = "…";

/// An object with further, unknown attributes.
pub(super) fn object(mut entries: Entries, cause: Arc<Cause>) -> Value {
    entries.insert(OPEN.into(), Value::unknown(Type::Any, &cause));
    Value::object(entries)
}

/// `of.name`.
pub(super) fn attribute(of: &Value, name: &str) -> Result<Value, Error> {
    match missing(of, name) {
        Some(value) => Ok(value),
        None => value::attribute(of, name),
    }
}

/// The value of an attribute that an open object does not have itself.
pub(super) fn missing(of: &Value, name: &str) -> Option<Value> {
    let Kind::Object(entries) = &of.kind else { return None };
    if entries.contains_key(name) {
        return None;
    }
    let open = entries.get(OPEN)?.as_unknown()?;
    let cause = Arc::new(Cause { what: unknown_attribute(&open.cause.what, name).into(), ..(*open.cause).clone() });
    let mut value = if name == "id" {
        // A provider gives every resource an id.
        value::Unknown::new(Type::String, cause).not_null().into_value()
    } else {
        Value::unknown(Type::Any, &cause)
    };
    value.provenance = of.provenance.clone();
    value.provenance.written = None;
    Some(value.with_marks(of.marks))
}

/// The cause of an unknown attribute that the configuration does not set. Data sources are read before anything is
/// applied.
fn unknown_attribute(address: &str, name: &str) -> String {
    let is_data = address.starts_with("data.") || address.contains(".data.");
    let when = if is_data { "read by Terraform" } else { "known after apply" };
    format!("`{address}.{name}` is {when}")
}

/// Whether there may be further attributes somewhere in the value.
fn has_open(value: &Value) -> bool {
    match &value.kind {
        Kind::Object(entries) => entries.contains_key(OPEN) || entries.values().any(has_open),
        Kind::Map(_, entries) => entries.values().any(has_open),
        Kind::List(_, items) | Kind::Set(_, items) | Kind::Tuple(items) => items.iter().any(has_open),
        _ => false,
    }
}

/// The value with the attributes that a type requires of its open objects.
pub(super) fn complete(value: &Value, ty: &Type) -> Value {
    if has_open(value) { filled(value, ty) } else { value.clone() }
}

fn filled(value: &Value, ty: &Type) -> Value {
    let kind = match (&value.kind, ty) {
        (Kind::Object(entries), Type::Object(attributes)) => {
            let mut entries = Entries::clone(entries);
            for (name, attribute) in attributes.iter() {
                let entry = entries.get(name).map(|entry| filled(entry, &attribute.ty));
                if let Some(entry) = entry.or_else(|| missing(value, name)) {
                    entries.insert(Arc::clone(name), entry);
                }
            }
            Kind::Object(Arc::new(entries))
        }
        (Kind::Object(entries), Type::Map(element)) => {
            let entries = entries.iter().filter(|(key, _)| &***key != OPEN);
            Kind::Object(Arc::new(entries.map(|(key, entry)| (Arc::clone(key), filled(entry, element))).collect()))
        }
        (Kind::Tuple(items), Type::List(element) | Type::Set(element)) => {
            Kind::Tuple(items.iter().map(|item| filled(item, element)).collect())
        }
        (Kind::Tuple(items), Type::Tuple(types)) if items.len() == types.len() => {
            Kind::Tuple(items.iter().zip(&**types).map(|(item, ty)| filled(item, ty)).collect())
        }
        (kind, _) => kind.clone(),
    };
    Value::from(kind).in_place_of(value)
}
