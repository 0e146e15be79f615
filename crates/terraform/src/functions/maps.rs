//! Maps and objects as a whole.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::parameter::{Function, Parameter, TypeOf, Want};
use super::{Call, Failure, limits};
use crate::value::{Kind, Marks, Type, Value};

pub const FUNCTIONS: &[Function] = &[
    Function::new(
        "keys",
        &[Parameter::new("inputMap", Want::Any).unknown().marked()],
        TypeOf::Arguments(keys_type),
        keys,
    ),
    Function::new("merge", &[], TypeOf::Arguments(merge_type), merge)
        .variadic(Parameter::new("maps", Want::Any).untyped().null().marked()),
    Function::new(
        "transpose",
        &[Parameter::new("values", Want::MapOfLists)],
        TypeOf::Always(Want::MapOfLists),
        transpose,
    ),
    Function::new("values", &[Parameter::new("mapping", Want::Any).marked()], TypeOf::Arguments(values_type), values),
    Function::new(
        "zipmap",
        &[Parameter::new("keys", Want::ListOfString).marked(), Parameter::new("values", Want::Any).marked()],
        TypeOf::Arguments(zipmap_type),
        zipmap,
    ),
];

fn keys_type(call: &Call) -> Result<Type, Failure> {
    match call.arguments[0].ty() {
        Type::Map(_) => Ok(Want::ListOfString.ty()),
        Type::Object(attributes) => Ok(Type::tuple(attributes.iter().map(|_| Type::String).collect())),
        _ => Err(Failure::of(0, "must have map or object type")),
    }
}

fn keys(call: &Call) -> Result<Value, Failure> {
    let map = &call.arguments[0];
    let texts = |names: &mut dyn Iterator<Item = &Arc<str>>| {
        names.map(|name| Value::from(Kind::String(name.clone())).derived_from([map])).collect()
    };
    let result = match &map.kind {
        Kind::Map(_, entries) => Value::list(Type::String, texts(&mut entries.keys())),
        Kind::Object(attributes) => Value::tuple(texts(&mut attributes.keys())),
        Kind::Unknown(unknown) => match &unknown.ty {
            // The names of an object's attributes are known even where it is not.
            Type::Object(attributes) => Value::tuple(texts(&mut attributes.keys())),
            _ => call.unknown(keys_type(call)?),
        },
        _ => return keys_type(call).map(|ty| call.unknown(ty)),
    };
    Ok(result.with_marks(map.marks))
}

fn values_type(call: &Call) -> Result<Type, Failure> {
    match call.arguments[0].ty() {
        Type::Map(element) => Ok(Type::List(element)),
        Type::Object(attributes) => {
            Ok(Type::tuple(attributes.values().map(|attribute| attribute.ty.clone()).collect()))
        }
        _ => Err(Failure::new("values() requires a map as the first argument")),
    }
}

fn values(call: &Call) -> Result<Value, Failure> {
    let map = &call.arguments[0];
    let result = match &map.kind {
        Kind::Map(element, entries) => Value::list((**element).clone(), entries.values().cloned().collect()),
        Kind::Object(attributes) => Value::tuple(attributes.values().cloned().collect()),
        _ => return values_type(call).map(|ty| call.unknown(ty)),
    };
    Ok(result.with_marks(map.marks))
}

fn merge_type(call: &Call) -> Result<Type, Failure> {
    let mut attributes: BTreeMap<Arc<str>, Type> = BTreeMap::new();
    let mut complete = true;
    let types: Vec<Type> = call.arguments.iter().map(Value::ty).collect();
    for (argument, ty) in call.arguments.iter().zip(&types) {
        match ty {
            Type::Any => return Ok(Type::Any),
            Type::Object(own) if !argument.is_null() => {
                attributes.extend(own.iter().map(|(name, attribute)| (name.clone(), attribute.ty.clone())));
            }
            Type::Map(element) => match argument.entries() {
                Some(entries) => attributes.extend(entries.keys().map(|name| (name.clone(), (**element).clone()))),
                None => complete &= argument.is_known(),
            },
            Type::Object(_) => {}
            ty => return Err(not_a_map(ty)),
        }
    }
    match &types[..] {
        [] => Ok(Type::object([])),
        [first, rest @ ..] if rest.iter().all(|ty| ty == first) => Ok(first.clone()),
        _ if !complete => Ok(Type::Any),
        _ => Ok(Type::object(attributes)),
    }
}

fn not_a_map(ty: &Type) -> Failure {
    Failure::new(format!("arguments must be maps or objects, got \"{}\"", ty.name()))
}

fn merge(call: &Call) -> Result<Value, Failure> {
    for argument in call.arguments.iter().filter(|argument| !argument.is_untyped()) {
        match (&argument.kind, argument.entries()) {
            (_, Some(_)) | (Kind::Null(Type::Map(_) | Type::Object(_)), None) => {}
            _ => return Err(not_a_map(&argument.ty())),
        }
    }
    let maps: Vec<&Value> = call.arguments.iter().filter(|argument| !argument.is_null()).collect();
    let marks = maps.iter().fold(Marks::default(), |marks, map| marks.or(map.marks));
    limits::elements(maps.iter().filter_map(|map| map.entries()).map(|entries| entries.len()).sum())?;
    let element = match &call.arguments.first().map(Value::ty) {
        Some(first @ Type::Map(element)) if call.arguments.iter().all(|argument| argument.is_of(first)) => {
            Some(element.clone())
        }
        _ => None,
    };
    if call.arguments.len() > 1
        && maps.is_empty()
        && let Some(Type::Object(attributes)) = call.arguments.first().map(Value::ty)
        && !attributes.is_empty()
        && call.arguments.iter().all(|argument| argument.same_type(&call.arguments[0]))
    {
        return Err(Failure::new("all arguments are null"));
    }
    let entries = match &maps[..] {
        [single] => single.entries().cloned().unwrap_or_default(),
        _ => {
            let mut merged = maps.first().and_then(|map| map.entries()).map(|entries| (**entries).clone());
            for map in maps.iter().skip(1) {
                let entries = map.entries().into_iter().flat_map(|entries| entries.iter());
                merged.get_or_insert_default().extend(entries.map(|(key, value)| (key.clone(), value.clone())));
            }
            Arc::new(merged.unwrap_or_default())
        }
    };
    let kind = match element {
        Some(element) => Kind::Map(element, entries),
        None => Kind::Object(entries),
    };
    Ok(Value::from(kind).with_marks(marks))
}

fn transpose(call: &Call) -> Result<Value, Failure> {
    let map = &call.arguments[0];
    if !map.is_wholly_known() {
        return Ok(call.unknown(Want::MapOfLists.ty()));
    }
    let mut transposed: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
    for (key, list) in map.entries().into_iter().flat_map(|entries| entries.iter()) {
        let items = list.items().ok_or_else(|| Failure::new("input must not contain null list"))?;
        for item in &**items {
            let text = item.as_text().ok_or_else(|| Failure::new("input list must not contain null string"))?;
            transposed.entry(text.clone()).or_default().push(Kind::String(key.clone()).into());
        }
    }
    // Keys come in order, so each list is sorted already.
    let lists = transposed.into_iter().map(|(key, items)| (key, Value::list(Type::String, items)));
    Ok(Value::map(Type::list(Type::String), lists))
}

fn zipmap_type(call: &Call) -> Result<Type, Failure> {
    let [keys, values] = call.arguments else { return Ok(Type::Any) };
    match values.ty() {
        Type::List(element) => Ok(Type::Map(element)),
        Type::Tuple(types) => {
            if !keys.is_wholly_known() {
                return Ok(Type::Any);
            }
            let keys = zipmap_keys(call.items(0), types.len())?;
            Ok(Type::object(keys.into_iter().zip(types.iter().cloned())))
        }
        _ => Err(Failure::new("values argument must be a list or tuple value")),
    }
}

fn zipmap_keys(keys: &[Value], count: usize) -> Result<Vec<Arc<str>>, Failure> {
    if keys.len() != count {
        let keys = keys.len();
        return Err(Failure::new(format!("number of keys ({keys}) does not match number of values ({count})")));
    }
    let null = |index| Failure::new(format!("keys list has null value at index {index}"));
    keys.iter().enumerate().map(|(index, key)| key.as_text().cloned().ok_or_else(|| null(index))).collect()
}

fn zipmap(call: &Call) -> Result<Value, Failure> {
    let [keys, values] = call.arguments else { return Ok(call.unknown(Type::Any)) };
    let mut marks = keys.marks.or(values.marks);
    if !keys.is_wholly_known() || values.items().is_none() {
        return zipmap_type(call).map(|ty| call.unknown(ty).with_marks(marks));
    }
    if matches!(values.kind, Kind::Set(..)) {
        return Err(Failure::new("values argument must be a list or tuple value"));
    }
    let names = zipmap_keys(call.items(0), call.items(1).len())?;
    marks = call.items(0).iter().fold(marks, |marks, key| marks.or(key.marks));
    let entries = names.into_iter().zip(call.items(1).iter().cloned());
    let result = match &values.kind {
        Kind::List(element, _) => Value::map((**element).clone(), entries),
        _ => Value::object(entries),
    };
    Ok(result.with_marks(marks))
}
