//! Defaults of optional attributes, filled in before a value is converted.

use std::sync::Arc;

use super::super::{Entries, Kind, Type, Value};
use super::collection;

/// The value with the defaults of the type filled in wherever an attribute is left out or null; `None` if the type has
/// no defaults, or the value no place for them.
pub(super) fn apply(value: &Value, ty: &Type) -> Option<Value> {
    has_defaults(ty).then(|| fill(value, ty))
}

fn has_defaults(ty: &Type) -> bool {
    match ty {
        Type::List(element) | Type::Set(element) | Type::Map(element) => has_defaults(element),
        Type::Tuple(elements) => elements.iter().any(has_defaults),
        Type::Object(attributes) => {
            attributes.values().any(|attribute| attribute.default.is_some() || has_defaults(&attribute.ty))
        }
        _ => false,
    }
}

fn fill(value: &Value, ty: &Type) -> Value {
    if !has_defaults(ty) {
        return value.clone();
    }
    let filled = match &value.kind {
        Kind::List(..) | Kind::Set(..) | Kind::Tuple(_) => fill_items(value, ty),
        Kind::Map(..) | Kind::Object(_) => fill_entries(value, ty),
        _ => return value.clone(),
    };
    let marks = filled.marks;
    filled.in_place_of(value).with_marks(marks)
}

fn fill_items(value: &Value, ty: &Type) -> Value {
    let items = value.items().map_or(&[][..], |items| &**items);
    let filled: Vec<Value> = items
        .iter()
        .enumerate()
        .map(|(index, item)| match ty {
            Type::Tuple(types) => types.get(index).map_or_else(|| item.clone(), |ty| fill(item, ty)),
            Type::List(element) | Type::Set(element) | Type::Map(element) => fill(item, element),
            _ => item.clone(),
        })
        .collect();
    let common = || collection::to_common(&filled.iter().collect::<Vec<_>>());
    match &value.kind {
        Kind::List(own, _) if filled.is_empty() => Value::list((**own).clone(), filled),
        Kind::Set(own, _) if filled.is_empty() => Value::set((**own).clone(), filled),
        Kind::List(..) => {
            common().map(|items| Value::list_of(items, &Type::Any)).unwrap_or_else(|| Value::tuple(filled))
        }
        Kind::Set(..) => common().map(|items| Value::set_of(items, &Type::Any)).unwrap_or_else(|| Value::tuple(filled)),
        _ => Value::tuple(filled),
    }
}

fn fill_entries(value: &Value, ty: &Type) -> Value {
    let Some(entries) = value.entries() else { return value.clone() };
    let mut filled: Entries = entries
        .iter()
        .map(|(key, item)| {
            let item = match ty {
                Type::Object(attributes) => {
                    attributes.get(key).map_or_else(|| item.clone(), |attribute| fill(item, &attribute.ty))
                }
                Type::List(element) | Type::Set(element) | Type::Map(element) => fill(item, element),
                _ => item.clone(),
            };
            (key.clone(), item)
        })
        .collect();
    if let Type::Object(attributes) = ty {
        for (name, attribute) in &**attributes {
            let Some(default) = &attribute.default else { continue };
            match filled.get(name) {
                Some(item) if !item.is_null() => {
                    // With a default that is not null, what is unknown is not null either.
                    if let (Kind::Unknown(unknown), true) = (&item.kind, default.is_certainly_set()) {
                        let item = (**unknown).clone().not_null().into_value().in_place_of(item);
                        filled.insert(name.clone(), item);
                    }
                }
                _ => {
                    filled.insert(name.clone(), fill(default, &attribute.ty));
                }
            }
        }
    }
    match &value.kind {
        Kind::Map(own, _) if filled.is_empty() => Value::map((**own).clone(), []),
        Kind::Map(..) => {
            let keys: Vec<Arc<str>> = filled.keys().cloned().collect();
            match collection::to_common(&filled.values().collect::<Vec<_>>()) {
                Some(values) => Value::map_of(keys.into_iter().zip(values).collect(), &Type::Any),
                None => Value::object(filled),
            }
        }
        _ => Value::object(filled),
    }
}
