//! Finding something in collections, and choosing among values.

use super::parameter::{Function, Parameter, TypeOf, Want};
use super::{Call, Failure};
use crate::value::{Kind, Type, Value, convert, equal, text, unify};

const SEARCH: &[Parameter] = &[Parameter::new("list", Want::Any), Parameter::new("value", Want::Any)];

pub const FUNCTIONS: &[Function] = &[
    Function::new("coalesce", &[], TypeOf::Arguments(coalesce_type), coalesce)
        .variadic(Parameter::new("vals", Want::Any).unknown().untyped().null()),
    Function::new("coalescelist", &[], TypeOf::Arguments(|_| Ok(Type::Any)), coalescelist)
        .variadic(Parameter::new("vals", Want::Any).unknown().untyped().null()),
    Function::new("contains", SEARCH, TypeOf::Always(Want::Bool), contains),
    Function::new(
        "element",
        &[Parameter::new("list", Want::Any).marked(), Parameter::new("index", Want::Number)],
        TypeOf::Arguments(element_type),
        element,
    )
    .nullable(),
    Function::new("index", SEARCH, TypeOf::Always(Want::Number), index),
    Function::new(
        "lookup",
        &[
            Parameter::new("inputMap", Want::Any).marked().unknown(),
            Parameter::new("key", Want::String).marked().unknown(),
        ],
        TypeOf::Arguments(lookup_type),
        lookup,
    )
    .variadic(Parameter::anything("default"))
    .nullable(),
    Function::new(
        "matchkeys",
        &[
            Parameter::new("values", Want::List),
            Parameter::new("keys", Want::List),
            Parameter::new("searchset", Want::List),
        ],
        TypeOf::Arguments(matchkeys_type),
        matchkeys,
    ),
    Function::new("one", &[Parameter::new("list", Want::Any)], TypeOf::Arguments(one_type), one).nullable(),
];

fn coalesce_type(call: &Call) -> Result<Type, Failure> {
    let types: Vec<Type> = call.arguments.iter().map(Value::ty).collect();
    unify(&types).ok_or_else(|| Failure::new("all arguments must have the same type"))
}

fn coalesce(call: &Call) -> Result<Value, Failure> {
    let ty = coalesce_type(call)?;
    for argument in call.arguments {
        // Values that cannot be converted are skipped, as in Terraform.
        let Ok(value) = convert(argument, &ty) else { continue };
        if let Some(unknown) = value.as_unknown() {
            return Ok(Value::unknown(ty, &unknown.cause));
        }
        if !value.is_null() && (ty != Type::String || value.as_str() != Some("")) {
            return Ok(value);
        }
    }
    Err(Failure::new("no non-null, non-empty-string arguments"))
}

fn coalescelist(call: &Call) -> Result<Value, Failure> {
    if call.arguments.is_empty() {
        return Err(Failure::new("at least one argument is required"));
    }
    let unknown = call.arguments.iter().position(|argument| !argument.is_known());
    for argument in &call.arguments[..unknown.unwrap_or(call.arguments.len())] {
        if !matches!(argument.ty(), Type::List(_) | Type::Tuple(_)) {
            return Err(Failure::new("coalescelist arguments must be lists or tuples"));
        }
    }
    for argument in call.arguments {
        match argument.items() {
            _ if !argument.is_known() => return Ok(call.unknown(Type::Any)),
            Some(items) if !items.is_empty() => return Ok(argument.clone()),
            _ => {}
        }
    }
    Err(Failure::new("no non-null arguments"))
}

fn contains(call: &Call) -> Result<Value, Failure> {
    let [list, value] = call.arguments else { return Ok(call.unknown(Type::Bool)) };
    let Some(items) = list.items() else {
        return Err(Failure::new("argument must be list, tuple, or set"));
    };
    let mut known = true;
    for item in &**items {
        match equal(value, item).as_bool() {
            Some(true) => return Ok(true.into()),
            Some(false) => {}
            None => known = false,
        }
    }
    Ok(if known { false.into() } else { call.unknown(Type::Bool) })
}

fn element_index(call: &Call, length: usize) -> Result<usize, Failure> {
    let index = call.integer(1).map_err(|failure| Failure::new(format!("invalid index: {}", failure.message)))?;
    if length == 0 {
        return Err(Failure::new("cannot use element function with an empty list"));
    }
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    Ok(usize::try_from(index.rem_euclid(length)).unwrap_or(0))
}

fn element_type(call: &Call) -> Result<Type, Failure> {
    match call.arguments[0].ty() {
        Type::List(element) => Ok((*element).clone()),
        Type::Tuple(types) if call.arguments[1].is_known() => {
            tuple_index_allowed(call)?;
            element_index(call, types.len()).map(|index| types[index].clone())
        }
        Type::Tuple(_) => Ok(Type::Any),
        ty => Err(Failure::new(format!("cannot read elements from {}", ty.name()))),
    }
}

/// Terraform 1.11 fails on a negative index into a tuple.
fn tuple_index_allowed(call: &Call) -> Result<(), Failure> {
    let length = i64::try_from(call.arguments[0].length_range().0).unwrap_or(i64::MAX);
    match call.number(1).as_i64() {
        Some(index) if length > 0 && index % length < 0 => {
            Err(Failure::new(format!("the index of an element of a tuple must not be negative, but is {index}")))
        }
        _ => Ok(()),
    }
}

fn element(call: &Call) -> Result<Value, Failure> {
    let list = &call.arguments[0];
    match &list.kind {
        Kind::List(_, items) => Ok(items[element_index(call, items.len())?].clone().with_marks(list.marks)),
        Kind::Tuple(items) => {
            let index = element_index(call, items.len())?;
            tuple_index_allowed(call)?;
            Ok(items[index].clone().with_marks(list.marks))
        }
        _ => element_type(call).map(|ty| call.unknown(ty)),
    }
}

fn index(call: &Call) -> Result<Value, Failure> {
    let [list, value] = call.arguments else { return Ok(call.unknown(Type::Number)) };
    let (Kind::List(_, items) | Kind::Tuple(items)) = &list.kind else {
        return Err(Failure::new("argument must be a list or tuple"));
    };
    if items.is_empty() {
        return Err(Failure::new("cannot search an empty list"));
    }
    for (index, item) in items.iter().enumerate() {
        match equal(item, value).as_bool() {
            Some(true) => return Ok(Value::number(index.into())),
            Some(false) => {}
            None => return Ok(call.unknown(Type::Number)),
        }
    }
    Err(Failure::new("item not found"))
}

fn lookup_type(call: &Call) -> Result<Type, Failure> {
    if call.arguments.len() > 3 {
        let count = call.arguments.len();
        return Err(Failure::new(format!("lookup() takes two or three arguments, got {count}")));
    }
    match &call.arguments[0].ty() {
        Type::Object(attributes) => {
            let Some(key) = call.arguments[1].as_str() else { return Ok(Type::Any) };
            match (attributes.get(key), call.arguments.get(2)) {
                (Some(attribute), _) => Ok(attribute.ty.clone()),
                (None, Some(default)) => Ok(default.ty()),
                (None, None) => {
                    let key = text::quote(key);
                    Err(Failure::of(0, format!("the given object has no attribute {key}")))
                }
            }
        }
        Type::Map(element) => {
            if let Some(default) = call.arguments.get(2)
                && convert(default, element).is_err()
            {
                return Err(Failure::of(2, "the default value must have the same type as the map elements"));
            }
            Ok((**element).clone())
        }
        _ => Err(Failure::of(0, "lookup() requires a map as the first argument")),
    }
}

fn lookup(call: &Call) -> Result<Value, Failure> {
    let [map, key, default @ ..] = call.arguments else { return Ok(call.unknown(Type::Any)) };
    let marks = map.marks.or(key.marks);
    let fast = match (map.entries(), key.as_str(), default) {
        (Some(entries), Some(key), [] | [_]) => entries.get(key),
        _ => None,
    };
    if let Some(found) = fast
        && (default.is_empty() || matches!(map.kind, Kind::Object(_)))
    {
        return Ok(found.clone().with_marks(marks));
    }
    let ty = lookup_type(call)?;
    let (Some(entries), Some(name)) = (map.entries(), key.as_str()) else {
        let cause = map.cause().filter(|_| !map.is_known()).or_else(|| key.cause());
        return Ok(cause.map_or_else(Value::null, |cause| Value::unknown(ty, cause)).with_marks(marks));
    };
    if let Some(found) = entries.get(name) {
        return Ok(found.clone().with_marks(marks));
    }
    match default {
        [default] => {
            let default = convert(default, &ty).map_err(|error| Failure::new(error.message))?;
            Ok(default.with_marks(marks))
        }
        _ => {
            let name = if key.marks.sensitive { "(sensitive value)".into() } else { text::quote(name) };
            Err(Failure::new(format!("lookup failed to find key {name}")))
        }
    }
}

fn matchkeys_type(call: &Call) -> Result<Type, Failure> {
    unify(&[call.arguments[1].ty(), call.arguments[2].ty()])
        .map(|_| call.arguments[0].ty())
        .ok_or_else(|| Failure::new("keys and searchset must be of the same type"))
}

fn matchkeys(call: &Call) -> Result<Value, Failure> {
    let [values, keys, searched] = call.arguments else { return Ok(call.unknown(Type::Any)) };
    let ty = matchkeys_type(call)?;
    if call.items(0).len() != call.items(1).len() {
        return Err(Failure::new("length of keys and values should be equal"));
    }
    let common = unify(&[keys.ty(), searched.ty()]).unwrap_or(Type::Any);
    let as_common = |value: &Value| convert(value, &common).map_err(|error| Failure::new(error.message));
    let (keys, searched) = (as_common(keys)?, as_common(searched)?);
    let list = |items| Value::list(ty.element().cloned().unwrap_or(Type::Any), items);
    let searched = searched.items().map_or(&[][..], |items| items);
    if searched.is_empty() {
        return Ok(list(Vec::new()));
    }
    if !values.is_wholly_known() || !keys.is_wholly_known() {
        return Ok(call.unknown(ty));
    }
    let mut matched = Vec::new();
    for (key, value) in keys.items().map_or(&[][..], |items| items).iter().zip(call.items(0)) {
        for wanted in searched {
            match equal(key, wanted).as_bool() {
                Some(true) => {
                    matched.push(value.clone());
                    break;
                }
                Some(false) => {}
                // As in Terraform: if one key is unknown, nothing matches.
                None => return Ok(list(Vec::new())),
            }
        }
    }
    Ok(list(matched))
}

fn one_type(call: &Call) -> Result<Type, Failure> {
    match &call.arguments[0].ty() {
        Type::List(element) | Type::Set(element) => Ok((**element).clone()),
        Type::Tuple(types) if types.is_empty() => Ok(Type::Any),
        Type::Tuple(types) if types.len() == 1 => Ok(types[0].clone()),
        _ => Err(not_one()),
    }
}

fn not_one() -> Failure {
    Failure::of(0, "must be a list, set, or tuple value with either zero or one elements")
}

fn one(call: &Call) -> Result<Value, Failure> {
    let list = &call.arguments[0];
    let ty = || one_type(call);
    match (list.items().map(|items| &**items), list.length_range()) {
        (None, _) => ty().map(|ty| call.unknown(ty)),
        (Some(_), (least, most)) if Some(least) != most => ty().map(|ty| call.unknown(ty)),
        (Some([]), _) => Ok(Value::null_of(&ty()?)),
        (Some([item]), _) => Ok(item.clone()),
        (Some(_), _) => Err(not_one()),
    }
}
