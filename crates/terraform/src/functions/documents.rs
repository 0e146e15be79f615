//! Values as documents, and back: CSV, JSON and YAML.

use super::parameter::{Function, Parameter, TypeOf, Want};
use super::{Call, Failure, csv, limits, yaml_decode, yaml_encode};
use crate::value::{Type, Value, from_json, to_json};

const STR: &[Parameter] = &[Parameter::new("str", Want::String)];
const STRING: TypeOf = TypeOf::Always(Want::String);
const ANY: TypeOf = TypeOf::Always(Want::Any);

pub const FUNCTIONS: &[Function] = &[
    Function::new("csvdecode", STR, ANY, csvdecode),
    Function::new("jsondecode", STR, TypeOf::Arguments(json_type), |call| {
        from_json(call.text(0)).map_err(Failure::new)
    })
    .nullable(),
    Function::new("jsonencode", &[Parameter::new("val", Want::Any).unknown().untyped().null()], STRING, jsonencode),
    Function::new("yamldecode", &[Parameter::new("src", Want::String)], ANY, |call| {
        yaml_decode::decode(call.text(0)).map_err(Failure::new)
    })
    .nullable(),
    Function::new("yamlencode", &[Parameter::new("value", Want::Any).null().untyped()], STRING, |call| {
        match call.arguments[0].is_wholly_known() {
            true => limits::string(&yaml_encode::encode(&call.arguments[0])?),
            false => Ok(call.unknown(Type::String)),
        }
    })
    .nullable(),
];

/// What a JSON text is of which only the beginning is known.
fn json_type(call: &Call) -> Result<Type, Failure> {
    let prefix = call.arguments[0].as_unknown().and_then(|unknown| unknown.prefix.clone());
    Ok(match prefix.as_deref().unwrap_or_default().trim().chars().next() {
        None | Some('{' | '[' | 'n') => Type::Any,
        Some('"') => Type::String,
        Some('t' | 'f') => Type::Bool,
        Some('-' | '.' | '0'..='9') => Type::Number,
        Some(c) => return Err(Failure::of(0, format!("a JSON document cannot begin with the character {c:?}"))),
    })
}

fn jsonencode(call: &Call) -> Result<Value, Failure> {
    let value = &call.arguments[0];
    if value.is_wholly_known() {
        return limits::string(&to_json(value).map_err(Failure::new)?);
    }
    let unknown = call.refined(Type::String);
    if !value.is_certainly_set() {
        return Ok(unknown.into_value());
    }
    Ok(match value.ty() {
        Type::String => unknown.full_prefix("\""),
        Type::Object(_) | Type::Map(_) => unknown.full_prefix("{"),
        Type::Tuple(_) | Type::List(_) | Type::Set(_) => unknown.full_prefix("["),
        _ => unknown,
    }
    .into_value())
}

fn csvdecode(call: &Call) -> Result<Value, Failure> {
    let records = csv::parse(call.text(0)).map_err(Failure::new)?;
    let Some((first, rows)) = records.split_first() else { return Err(Failure::new("missing header line")) };
    let names = csv::header(first).map_err(Failure::new)?;
    limits::elements(rows.len() * names.len())?;
    let ty = Type::object(names.iter().map(|name| (name.clone(), Type::String)));
    let row =
        |row: &Vec<String>| Value::object(names.iter().cloned().zip(row.iter().map(|field| Value::string(field))));
    Ok(Value::list(ty, rows.iter().map(row).collect()))
}
