//! Functions that the evaluator carries out itself, because they evaluate expressions or templates; here are their
//! parameters, and their behavior outside of the evaluator. And removed functions.

use super::Failure;
use super::parameter::{Function, Parameter, TypeOf, Want};
use crate::value::{Entries, Type, Value, text};

pub const FUNCTIONS: &[Function] = &[
    Function::new("can", &[Parameter::anything("expression")], TypeOf::Always(Want::Bool), |call| {
        Ok(if call.arguments[0].is_wholly_known() { true.into() } else { call.unknown(Type::Bool) })
    }),
    Function::new("list", &[], TypeOf::Always(Want::Any), |_| gone("list", "tolist([ ... ])", "list"))
        .variadic(Parameter::anything("vals")),
    Function::new("map", &[], TypeOf::Always(Want::Any), |_| gone("map", "tomap({ ... })", "map"))
        .variadic(Parameter::anything("vals")),
    Function::new(
        "templatefile",
        &[
            Parameter::new("path", Want::String).marked().unknown(),
            Parameter::new("vars", Want::Any).marked().unknown(),
        ],
        TypeOf::Always(Want::Any),
        |call| Ok(call.unknown(Type::Any)),
    )
    .nullable(),
    Function::new(
        "templatestring",
        &[Parameter::anything("template"), Parameter::new("vars", Want::Any)],
        TypeOf::Always(Want::String),
        |call| Ok(call.unknown(Type::String)),
    ),
    Function::new("try", &[], TypeOf::Always(Want::Any), |call| {
        call.arguments.first().cloned().ok_or_else(|| Failure::new("at least one argument is required"))
    })
    .variadic(Parameter::anything("expressions"))
    .nullable(),
];

fn gone(name: &str, instead: &str, what: &str) -> Result<Value, Failure> {
    Err(Failure::new(format!(
        "the \"{name}\" function was deprecated in Terraform v0.12 and is no longer available; use {instead} syntax to \
         write a literal {what}"
    )))
}

/// Whether a function reads files. Templates given to `templatestring` must not call it.
#[must_use]
pub fn reads_files(name: &str) -> bool {
    let name = name.strip_prefix("core::").unwrap_or(name);
    name == "templatefile" || (name.starts_with("file") && super::find(name).is_some())
}

/// The variables that a template is rendered with: the second argument of `templatefile` and `templatestring`.
///
/// # Errors
/// It is not a map, or one of its keys is not a valid name; the message is the end of `Invalid value for "vars"
/// parameter`.
pub fn template_variables(vars: &Value) -> Result<Entries, String> {
    let Some(entries) = vars.entries() else { return Err("invalid vars value: must be a map".into()) };
    let is_name = |name: &str| {
        let mut characters = name.chars();
        characters.next().is_some_and(unicode_name_start)
            && characters.all(|c| c == '-' || c == '_' || c.is_alphanumeric())
    };
    match entries.keys().find(|name| !is_name(name)) {
        None => Ok((**entries).clone()),
        Some(name) => Err(format!(
            "invalid template variable name {}: must start with a letter, followed by zero or more letters, digits, and \
             underscores",
            text::quote(name)
        )),
    }
}

fn unicode_name_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}
