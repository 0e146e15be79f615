//! Types and marks.

use super::parameter::{Function, Parameter, TypeOf, Want};
use super::{Call, Failure};
use crate::value::{Kind, Marks, Type, Unknown, Value, convert, convertible, text};

const CONVERTED: &[Parameter] = &[Parameter::anything("v")];
const VALUE: &[Parameter] = &[Parameter::anything("value")];

pub const FUNCTIONS: &[Function] = &[
    Function::new("ephemeralasnull", VALUE, TypeOf::Always(Want::Any), ephemeral_as_null).nullable(),
    Function::new("issensitive", VALUE, TypeOf::Always(Want::Bool), is_sensitive).nullable(),
    Function::new("nonsensitive", VALUE, TypeOf::Always(Want::Any), nonsensitive).nullable(),
    Function::new("sensitive", VALUE, TypeOf::Always(Want::Any), sensitive).nullable(),
    Function::new("tobool", CONVERTED, TypeOf::Always(Want::Bool), |call| to(call, Want::Bool)).nullable(),
    Function::new("tolist", CONVERTED, TypeOf::Always(Want::List), |call| to(call, Want::List)).nullable(),
    Function::new("tomap", CONVERTED, TypeOf::Always(Want::Map), |call| to(call, Want::Map)).nullable(),
    Function::new("tonumber", CONVERTED, TypeOf::Always(Want::Number), |call| to(call, Want::Number)).nullable(),
    Function::new("toset", CONVERTED, TypeOf::Always(Want::Set), |call| to(call, Want::Set)).nullable(),
    Function::new("tostring", CONVERTED, TypeOf::Always(Want::String), |call| to(call, Want::String)).nullable(),
];

fn to(call: &Call, want: Want) -> Result<Value, Failure> {
    let value = &call.arguments[0];
    let (own, wanted) = (value.ty(), want.ty());
    let refuse = |what: &str| format!("cannot convert {what} to {}", wanted.constraint_name());
    if own != wanted && !convertible(&own, &wanted, true) {
        return Err(Failure::of(0, refuse(&own.name())));
    }
    if let Some(unknown) = value.as_unknown() {
        // What is known of it is lost, as in Terraform, and its element type, too.
        let result = Kind::Unknown(Unknown::new(wanted, unknown.cause.clone()).into());
        return Ok(Value::from(result).in_place_of(value));
    }
    convert(value, &wanted).map_err(|_| {
        let what = value.as_str().map_or_else(|| "string".into(), text::quote);
        Failure::of(
            0,
            match (&own, &wanted) {
                (own, _) if value.marks.sensitive => refuse(&format!("this sensitive {}", own.name())),
                (Type::String, Type::Bool) => {
                    format!("cannot convert {what} to bool; only the strings \"true\" or \"false\" are allowed")
                }
                (Type::String, Type::Number) => format!(
                    "cannot convert {what} to number; given string must be a decimal representation of a number"
                ),
                (own, _) => refuse(&own.name()),
            },
        )
    })
}

fn sensitive(call: &Call) -> Result<Value, Failure> {
    Ok(call.arguments[0].clone().with_marks(Marks { sensitive: true, ephemeral: false }))
}

fn nonsensitive(call: &Call) -> Result<Value, Failure> {
    let mut value = call.arguments[0].clone();
    value.marks.sensitive = false;
    Ok(value)
}

fn is_sensitive(call: &Call) -> Result<Value, Failure> {
    let value = &call.arguments[0];
    Ok(match value.is_known() {
        _ if value.marks.sensitive => true.into(),
        true => false.into(),
        false => call.unknown(Type::Bool),
    })
}

fn ephemeral_as_null(call: &Call) -> Result<Value, Failure> {
    Ok(call.arguments[0].map_parts(&|mut part| {
        if part.marks.ephemeral {
            part.kind = Kind::Null(part.ty());
            part.marks.ephemeral = false;
        }
        part
    }))
}
