//! `.a.b` and the methods that Helm's objects have.

use std::rc::Rc;

use super::ast::Field;
use crate::context::Context;
use crate::files;
use crate::object::Object;
use crate::print;
use crate::provenance::Step;
use crate::time;
use crate::value::{IntType, MapType, Tracked, Value};

/// Follows fields; `arguments` are for the last one, which must then be a method.
pub(super) fn chain(
    context: &Context,
    receiver: Tracked,
    fields: &[Field],
    arguments: &[Tracked],
) -> Result<Tracked, String> {
    let mut value = receiver;
    let mut untyped = value.value.is_nil();
    let mut of_map = false;
    for (number, field) in fields.iter().enumerate() {
        let arguments = if number + 1 == fields.len() { arguments } else { &[] };
        if let Some(result) = method(context, &value, &field.name, arguments) {
            value = result?;
            continue;
        }
        if !arguments.is_empty() {
            return Err(format!("{} is not a method but has arguments", field.name));
        }
        let is_map = matches!(value.value, Value::Map(_));
        value = match &value.value {
            // Go distinguishes a nil with a type (it was in a map) from one without.
            Value::Nil if untyped => Tracked::new(Value::Nil, value.mark),
            Value::Nil => return Err(format!("nil pointer evaluating interface {{}}.{}", field.name)),
            Value::Map(map) => {
                let found = map.get(&field.name);
                match found {
                    Some(item) => Tracked { mark: item.mark.or(value.mark), value: item.value },
                    None if context.trails.is_key(value.mark) => {
                        let name: Rc<str> = (*field.name).into();
                        let mark = context.trails.add(Step::Missing { parent: value.mark, name });
                        Tracked::new(Value::Nil, mark)
                    }
                    None => Tracked::new(absent(map.of()), value.mark),
                }
            }
            Value::Object(object) => match &**object {
                Object::Struct(fields) => match fields.field(&field.name) {
                    Some(item) => Tracked { mark: item.mark.or(value.mark), value: item.value.clone() },
                    None => return Err(no_field(&field.name, &value.value, of_map)),
                },
                _ => return Err(no_field(&field.name, &value.value, of_map)),
            },
            other => return Err(no_field(&field.name, other, of_map)),
        };
        of_map = is_map;
        untyped = untyped && value.value.is_nil();
    }
    Ok(value)
}

/// What a map gives for a key that it does not have: nothing of the type of its items.
pub(crate) fn absent(of: MapType) -> Value {
    match of {
        MapType::Any | MapType::Values(_) => Value::Nil,
        MapType::Strings => "".into(),
        MapType::Files => Value::Bytes("".into()),
    }
}

/// Of what was in a map, Go names the type that the map declares for its items.
fn no_field(name: &str, value: &Value, of_map: bool) -> String {
    let type_name = if of_map { "interface {}" } else { value.type_name() };
    format!("can't evaluate field {name} in type {type_name}")
}

fn text_argument<'a>(arguments: &'a [Tracked], name: &str) -> Result<std::borrow::Cow<'a, str>, String> {
    match arguments {
        [Tracked { value: Value::String(text), .. }] => Ok(text.lossy()),
        [other] => Err(format!("wrong type for value; expected string; got {}", other.value.type_name())),
        _ => Err(format!("wrong number of args for {name}: want 1 got {}", arguments.len())),
    }
}

fn method(context: &Context, receiver: &Tracked, name: &str, arguments: &[Tracked]) -> Option<Result<Tracked, String>> {
    let text = || text_argument(arguments, name);
    let mark = receiver.mark;
    let uint = |value: u64| {
        let value = i64::try_from(value).unwrap_or(i64::MAX);
        Some(Ok(Tracked::new(Value::Int(value, IntType::Uint64), mark)))
    };
    let string = |value: String| Some(Ok(Tracked::new(value.into(), mark)));
    match &receiver.value {
        Value::Map(map) => match (map.of(), name) {
            (MapType::Files, "Get" | "GetBytes" | "Glob" | "Lines") => {
                let argument = match text() {
                    Ok(argument) => argument,
                    Err(message) => return Some(Err(message)),
                };
                Some(Ok(match name {
                    "Get" => files::get(map, &argument),
                    "GetBytes" => files::get_bytes(map, &argument),
                    "Glob" => files::glob(map, &argument),
                    _ => files::lines(map, &argument),
                }))
            }
            (MapType::Files, "AsConfig") => Some(Ok(files::as_config(context, map))),
            (MapType::Files, "AsSecrets") => Some(Ok(files::as_secrets(context, map))),
            (MapType::Values(_), "AsMap") => Some(Ok(receiver.clone())),
            (MapType::Values(_), "YAML") => {
                let yaml = crate::emit::yaml::print(receiver, context, true);
                Some(yaml.map(Tracked::from_builder))
            }
            (MapType::Values(_), "Table" | "PathValue") => Some(text().and_then(|path| {
                let mut value = receiver.clone();
                for step in path.split('.') {
                    let next = match &value.value {
                        Value::Map(map) => map.get(step),
                        _ => None,
                    };
                    value = next.ok_or_else(|| format!("{path:?} is not a value"))?;
                }
                match (&value.value, name) {
                    (Value::Map(_), "PathValue") => Err(format!("{path:?} is not a value")),
                    (Value::Map(_), _) | (_, "PathValue") => Ok(value),
                    _ => Err(format!("{path:?} is not a table")),
                }
            })),
            _ => None,
        },
        Value::Object(object) => match (&**object, name) {
            (Object::ApiVersions(versions), "Has") => {
                Some(text().map(|wanted| Value::Bool(versions.iter().any(|version| **version == *wanted)).into()))
            }
            (Object::Struct(fields), "String" | "GitVersion") if fields.type_name.ends_with(".KubeVersion") => {
                Some(Ok(fields.field("Version")?.clone()))
            }
            (Object::Version(version), "Major") => uint(version.major),
            (Object::Version(version), "Minor") => uint(version.minor),
            (Object::Version(version), "Patch") => uint(version.patch),
            (Object::Version(version), "Prerelease") => string(version.prerelease.clone()),
            (Object::Version(version), "Metadata") => string(version.metadata.clone()),
            (Object::Version(version), "Original") => string(version.original.clone()),
            (Object::Version(version), "String") => string(version.to_string()),
            (Object::Version(version), "Compare" | "Equal" | "GreaterThan" | "LessThan") => {
                let [Tracked { value: Value::Object(other), .. }] = arguments else {
                    return Some(Err(format!("{name} requires a version")));
                };
                let Object::Version(other) = &**other else { return Some(Err(format!("{name} requires a version"))) };
                let order = version.cmp(other);
                Some(Ok(match name {
                    "Compare" => Value::int(order as i64),
                    "Equal" => Value::Bool(order.is_eq()),
                    "GreaterThan" => Value::Bool(order.is_gt()),
                    _ => Value::Bool(order.is_lt()),
                }
                .into()))
            }
            (Object::Time(time), name) => {
                time::method(time, name, arguments).map(|result| result.map(|value| Tracked::new(value, mark)))
            }
            (Object::Duration(_), "String") => string(print::plain(&receiver.value)),
            (Object::Duration(nanoseconds), "Seconds") => {
                Some(Ok(Tracked::new(Value::Float(*nanoseconds as f64 / 1e9), mark)))
            }
            _ => None,
        },
        _ => None,
    }
}
