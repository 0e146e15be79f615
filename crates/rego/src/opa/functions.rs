//! Functions that OPA has and the engine lacks, or has in another way.
//!
//! Source: OPA's "Policy Reference". A function that fails is undefined, as it is in OPA unless that is told to be strict.

use md5::Md5;
use regorus::Value;
use seaworthy_go::printf::{Argument, sprintf};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::{iteration, renamed};
use crate::guard::bounds;

type Function = fn(&[Value]) -> Option<Value>;

/// Name, number of arguments, and what it does; none where it is undefined.
const FUNCTIONS: [(&str, u8, Function); 13] = [
    (iteration::FUNCTION, 1, iteration::collection),
    ("sprintf", 2, |arguments| {
        let format = arguments[0].as_string().ok()?;
        let values = arguments[1].as_array().ok()?.iter().map(argument).collect::<Vec<_>>();
        sprintf(format, &values).ok().map(Value::from)
    }),
    // Deprecated ones, which policies of the old syntax still use.
    ("any", 1, |arguments| elements(&arguments[0]).map(|mut all| all.any(|it| *it == Value::Bool(true)).into())),
    ("all", 1, |arguments| elements(&arguments[0]).map(|mut all| all.all(|it| *it == Value::Bool(true)).into())),
    ("set_diff", 2, |arguments| {
        let (left, right) = (arguments[0].as_set().ok()?, arguments[1].as_set().ok()?);
        Some(Value::from(
            left.iter().filter(|element| !right.contains(element)).cloned().collect::<regorus::value::Set>(),
        ))
    }),
    ("cast_array", 1, |arguments| elements(&arguments[0]).map(|all| all.cloned().collect::<Vec<_>>().into())),
    ("cast_set", 1, |arguments| {
        elements(&arguments[0]).map(|all| Value::from(all.cloned().collect::<regorus::value::Set>()))
    }),
    ("cast_string", 1, |arguments| matches!(arguments[0], Value::String(_)).then(|| arguments[0].clone())),
    ("cast_boolean", 1, |arguments| matches!(arguments[0], Value::Bool(_)).then(|| arguments[0].clone())),
    ("cast_object", 1, |arguments| matches!(arguments[0], Value::Object(_)).then(|| arguments[0].clone())),
    ("crypto.md5", 1, |arguments| hash::<Md5>(arguments)),
    ("crypto.sha1", 1, |arguments| hash::<Sha1>(arguments)),
    ("crypto.sha256", 1, |arguments| hash::<Sha256>(arguments)),
];

/// Their names.
pub fn names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|(name, ..)| *name).chain(renamed::old_names())
}

/// Whether a function is one of them, or known under an old name.
pub fn has_function(name: &str) -> bool {
    names().any(|known| known == name)
}

/// Teaches them to an engine.
pub fn install(engine: &mut regorus::Engine) {
    for (name, arity, function) in FUNCTIONS {
        let call = move |arguments: Vec<Value>| {
            bounds::refuse(name, &arguments)?;
            Ok(function(&arguments).unwrap_or(Value::Undefined))
        };
        // It can only fail for a name that is given twice.
        drop(engine.add_extension(name.to_owned(), arity, Box::new(call)));
    }
}

fn elements(value: &Value) -> Option<Box<dyn Iterator<Item = &Value> + '_>> {
    match value {
        Value::Array(items) => Some(Box::new(items.iter())),
        Value::Set(items) => Some(Box::new(items.iter())),
        _ => None,
    }
}

fn hash<D: Digest>(arguments: &[Value]) -> Option<Value> {
    let text = arguments[0].as_string().ok()?;
    let bytes = D::digest(text.as_bytes());
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into())
}

/// A value as OPA hands it to Go's formatting: what is neither a number nor a text, as its text in Rego.
fn argument(value: &Value) -> Argument {
    match value {
        Value::String(text) => Argument::Text(text.to_string()),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => Argument::Integer(integer),
            (None, Some(float)) if !number.is_integer() => Argument::Float(float),
            _ => Argument::Text(number.format_decimal()),
        },
        other => Argument::Text(rego(other)),
    }
}

/// A value as it would be written in Rego.
fn rego(value: &Value) -> String {
    let list = |items: &mut dyn Iterator<Item = String>| items.collect::<Vec<_>>().join(", ");
    match value {
        Value::Array(items) => format!("[{}]", list(&mut items.iter().map(rego))),
        Value::Set(items) if items.is_empty() => "set()".to_owned(),
        Value::Set(items) => format!("{{{}}}", list(&mut items.iter().map(rego))),
        Value::Object(entries) => {
            let entry = |(key, value): (&Value, &Value)| format!("{}: {}", rego(key), rego(value));
            format!("{{{}}}", list(&mut entries.iter_sorted().map(entry)))
        }
        scalar => scalar.to_string(),
    }
}
