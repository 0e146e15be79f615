//! Conversion between kinds of collections.

use std::sync::Arc;

use super::super::{ConversionError, Entries, Kind, Path, PathStep, Type, Value};
use super::{cast, convertible, mismatch, step, unify};

/// The type that all elements become: the required one, or else what they have in common.
fn element_type<'a>(wanted: &Type, types: impl Iterator<Item = &'a Value>) -> Type {
    match wanted {
        Type::Any => unify_values(types).unwrap_or(Type::Any),
        wanted => wanted.clone(),
    }
}

/// The type that all values can be converted to; `None` if there is none.
fn unify_values<'a>(values: impl Iterator<Item = &'a Value>) -> Option<Type> {
    let mut types: Vec<Type> = Vec::new();
    for value in values {
        if !types.iter().any(|ty| value.is_of(ty)) {
            types.push(value.ty());
        }
    }
    unify(&types)
}

fn is_same_type(items: &[Value]) -> bool {
    let mut typed = items.iter().filter(|item| !item.is_untyped());
    typed.next().is_none_or(|first| typed.all(|item| item.same_type(first)))
}

pub(super) fn to_list(value: &Value, wanted: &Type, path: &mut Path) -> Result<Value, ConversionError> {
    let Some(items) = value.items() else { return Ok(value.clone()) };
    if let (Kind::Set(own, _), (least, most)) = (&value.kind, value.length_range())
        && Some(least) != most
        && let Some(cause) = value.cause()
    {
        return Ok(Value::unknown(Type::List(Arc::clone(own)), cause));
    }
    let is_tuple = matches!(value.kind, Kind::Tuple(_));
    let element = if is_tuple { element_type(wanted, items.iter()) } else { wanted.clone() };
    let mut converted = cast_items(items, &element, path)?;
    if is_tuple && !is_same_type(&converted) {
        let Some(common) = unify_values(converted.iter()) else {
            return Err(path.error("cannot find a common base type for all elements"));
        };
        converted = cast_items(&converted, &common, path)?;
    }
    if !is_same_type(&converted) {
        return Err(path.error("element types must all match for conversion to list"));
    }
    Ok(Value::list_of(converted, &empty_type(value, wanted)))
}

pub(super) fn to_set(value: &Value, wanted: &Type, path: &mut Path) -> Result<Value, ConversionError> {
    let Some(items) = value.items() else { return Ok(value.clone()) };
    let is_tuple = matches!(value.kind, Kind::Tuple(_));
    let element = if is_tuple { element_type(wanted, items.iter()) } else { wanted.clone() };
    let converted = cast_items(items, &element, path)?;
    if !is_same_type(&converted) {
        return Err(path.error("element types must all match for conversion to set"));
    }
    Ok(Value::set_of(converted, &empty_type(value, wanted)))
}

fn cast_items(items: &[Value], element: &Type, path: &mut Path) -> Result<Vec<Value>, ConversionError> {
    items.iter().enumerate().map(|(index, item)| step(path, PathStep::Index(index), item, element)).collect()
}

/// The element type of an empty result.
fn empty_type(value: &Value, wanted: &Type) -> Type {
    match (wanted, &value.kind) {
        (Type::Any, Kind::List(own, _) | Kind::Set(own, _) | Kind::Map(own, _)) => (**own).clone(),
        _ => wanted.without_optional(),
    }
}

pub(super) fn to_map(value: &Value, wanted: &Type, path: &mut Path) -> Result<Value, ConversionError> {
    let Some(entries) = value.entries() else { return Ok(value.clone()) };
    let is_object = matches!(value.kind, Kind::Object(_));
    let element = if is_object { element_type(wanted, entries.values()) } else { wanted.clone() };
    let mut converted = cast_entries(entries, &element, path)?;
    let same = |entries: &Entries| {
        let mut typed = entries.values().filter(|item| !item.is_untyped());
        typed.next().is_none_or(|first| typed.all(|item| item.same_type(first)))
    };
    if (element.is_collection() || matches!(element, Type::Object(_))) && !same(&converted) {
        let Some(common) = unify_values(converted.values()) else {
            return Err(path.error("cannot find a common base type for all elements"));
        };
        converted = cast_entries(&converted, &common, path)?;
    }
    if !same(&converted) {
        let what = if is_object { "attribute" } else { "element" };
        return Err(path.error(format!("{what} types must all match for conversion to map")));
    }
    Ok(Value::map_of(converted, &empty_type(value, wanted)))
}

fn cast_entries(entries: &Entries, element: &Type, path: &mut Path) -> Result<Entries, ConversionError> {
    let cast =
        |(key, item): (&Arc<str>, &Value)| Ok((key.clone(), step(path, PathStep::Key(key.clone()), item, element)?));
    entries.iter().map(cast).collect()
}

pub(super) fn to_object(value: &Value, wanted: &Type, path: &mut Path) -> Result<Value, ConversionError> {
    let (Some(entries), Type::Object(attributes)) = (value.entries(), wanted) else { return Ok(value.clone()) };
    let is_map = matches!(value.kind, Kind::Map(..));
    let mut converted = Entries::new();
    for (name, attribute) in &**attributes {
        let item = match entries.get(name) {
            Some(item) if is_map && !convertible(&item.ty(), &attribute.ty, true) => {
                let problem = mismatch(&item.ty(), &attribute.ty);
                let name = super::super::text::quote(name);
                return Err(path.error(format!("map element type is incompatible with attribute {name}: {problem}")));
            }
            Some(item) => {
                let part = if is_map { PathStep::Key(name.clone()) } else { PathStep::Attribute(name.clone()) };
                step(path, part, item, &attribute.ty)?
            }
            None if attribute.optional => Value::null_of(&attribute.ty),
            None => {
                let name = super::super::text::quote(name);
                return Err(path.error(format!("map has no element for required attribute {name}")));
            }
        };
        converted.insert(name.clone(), item);
    }
    Ok(Value::object(converted))
}

/// Converts values to the type that all of them can be converted to; `None` if there is none, or a value refuses.
pub(super) fn to_common(values: &[&Value]) -> Option<Vec<Value>> {
    let common = unify_values(values.iter().copied())?;
    values.iter().map(|value| cast(value, &common, &mut Path::default()).ok()).collect()
}
