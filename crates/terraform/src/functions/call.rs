use std::borrow::Cow;
use std::sync::Arc;

use super::parameter::TypeOf;
use super::{Context, Function, Parameter, find, unknown_function};
use crate::value::{Cause, Kind, Marks, Number, Type, Unknown, Value, convert};

/// Why a call has no result, in Terraform's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{summary}: {message}")]
pub struct FunctionError {
    /// The argument that it is about, counted from 0; `None` if it is about the call.
    pub argument: Option<usize>,
    /// What kind of error it is: `Invalid function argument`.
    pub summary: &'static str,
    /// What is wrong, as one or more sentences.
    pub message: String,
}

/// Why a function rejects its arguments: the end of a message, without a full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub argument: Option<usize>,
    pub message: Cow<'static, str>,
}

impl Failure {
    /// A failure of the call as a whole.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self { argument: None, message: message.into() }
    }

    /// A failure caused by one argument.
    pub fn of(argument: usize, message: impl Into<Cow<'static, str>>) -> Self {
        Self { argument: Some(argument), message: message.into() }
    }
}

/// A call, its arguments converted and checked.
pub struct Call<'a> {
    pub arguments: &'a [Value],
    pub context: &'a dyn Context,
}

impl Call<'_> {
    /// Why the result is unknown: the cause of the first argument that is not wholly known.
    pub fn cause(&self) -> Arc<Cause> {
        let cause = self.arguments.iter().find_map(Value::cause);
        cause.cloned().unwrap_or_else(|| Arc::new(Cause { what: "known after apply".into(), span: None }))
    }

    /// An unknown result of a type.
    pub fn unknown(&self, ty: Type) -> Value {
        Value::unknown(ty, &self.cause())
    }

    /// An unknown result of which something is known, to be added.
    pub fn refined(&self, ty: Type) -> Unknown {
        Unknown::new(ty, self.cause()).not_null()
    }

    /// An argument that is a text.
    pub fn text(&self, index: usize) -> &str {
        self.arguments.get(index).and_then(Value::as_str).unwrap_or_default()
    }

    /// An argument that is a number.
    pub fn number(&self, index: usize) -> &Number {
        self.arguments.get(index).and_then(Value::as_number).unwrap_or(&Number::ZERO)
    }

    /// An argument that is a whole number.
    pub fn integer(&self, index: usize) -> Result<i64, Failure> {
        self.number(index).as_i64().ok_or_else(|| {
            Failure::new("value must be a whole number, between -9223372036854775808 and 9223372036854775807")
        })
    }

    /// The elements of an argument that is a list, set or tuple.
    pub fn items(&self, index: usize) -> &[Value] {
        self.arguments.get(index).and_then(Value::items).map_or(&[], |items| items)
    }
}

/// Calls a function.
///
/// Not here: `try`, `can`, `templatefile` and `templatestring`, which evaluate their arguments, or a template,
/// themselves.
///
/// # Errors
/// The function does not exist, or rejects the arguments.
pub fn call(name: &str, arguments: &[Value], context: &dyn Context) -> Result<Value, FunctionError> {
    let function = find(name).ok_or_else(|| unknown_function(name))?;
    check_count(name, function, arguments.len())?;
    let mut converted = Vec::with_capacity(arguments.len());
    for (index, (argument, parameter)) in arguments.iter().zip(parameters(function)).enumerate() {
        let ty = parameter.ty.ty();
        let value =
            convert(argument, &ty).map_err(|error| explain(name, function, Failure::of(index, error.message)))?;
        if let Some(problem) = nonconformity(&value, &ty) {
            return Err(explain(name, function, Failure::of(index, problem)));
        }
        converted.push(value);
    }
    let result = run(function, converted, context).map_err(|failure| explain(name, function, failure))?;
    Ok(result.derived_from(arguments))
}

/// A set with something unknown in it, converted to a list, keeps its element type: then it may not be what it should.
fn nonconformity(value: &Value, wanted: &Type) -> Option<String> {
    let Kind::Unknown(unknown) = &value.kind else { return None };
    let (got, wanted) = (unknown.ty.element()?, wanted.element()?);
    (!got.conforms(wanted)).then(|| format!("{} required, but received {}", wanted.name(), got.name()))
}

fn parameters(function: &Function) -> impl Iterator<Item = &Parameter> {
    function.parameters.iter().chain(function.variadic.iter().cycle())
}

fn check_count(name: &str, function: &Function, given: usize) -> Result<(), FunctionError> {
    let wanted = function.parameters.len();
    if let Some(missing) = function.parameters.get(given) {
        let least = if function.variadic.is_some() { " at least" } else { "" };
        let missing = missing.name;
        let message =
            format!("Function \"{name}\" expects{least} {wanted} argument(s). Missing value for \"{missing}\".");
        return Err(FunctionError { argument: None, summary: "Not enough function arguments", message });
    }
    if given > wanted && function.variadic.is_none() {
        let message = format!("Function \"{name}\" expects only {wanted} argument(s).");
        return Err(FunctionError { argument: Some(wanted), summary: "Too many function arguments", message });
    }
    Ok(())
}

fn explain(name: &str, function: &Function, failure: Failure) -> FunctionError {
    let Failure { argument, message } = failure;
    match argument.and_then(|index| parameters(function).nth(index)) {
        Some(parameter) => {
            let message = format!("Invalid value for \"{}\" parameter: {message}.", parameter.name);
            FunctionError { argument, summary: "Invalid function argument", message }
        }
        None => {
            let message = format!("Call to function \"{name}\" failed: {message}.");
            FunctionError { argument: None, summary: "Error in function call", message }
        }
    }
}

fn run(function: &Function, mut arguments: Vec<Value>, context: &dyn Context) -> Result<Value, Failure> {
    let mut marks = Marks::default();
    let (mut unknown, mut untyped) = (false, false);
    for (index, (argument, parameter)) in arguments.iter_mut().zip(parameters(function)).enumerate() {
        if !parameter.marked {
            let own = argument.deep_marks();
            if !own.is_empty() {
                marks = marks.or(own);
                *argument = argument.unmarked_deep();
            }
        }
        unknown |= !argument.is_known() && !parameter.unknown;
        // An argument of an unknown type ends the checks; what comes after it may even be null.
        if !untyped {
            if argument.is_null() && !parameter.null {
                return Err(Failure::of(index, "argument must not be null"));
            }
            untyped = argument.is_untyped() && !parameter.untyped;
        }
    }
    let call = Call { arguments: &arguments, context };
    if untyped {
        return Ok(call.unknown(Type::Any).with_marks(marks));
    }
    let result = if unknown {
        let ty = match function.ty {
            TypeOf::Always(want) => want.ty(),
            TypeOf::Arguments(ty) => ty(&call)?,
        };
        call.unknown(ty)
    } else {
        (function.run)(&call)?
    };
    let result = match &result.kind {
        Kind::Unknown(unknown) if function.not_null => {
            let refined = (**unknown).clone().not_null().into_value();
            refined.in_place_of(&result)
        }
        _ => result,
    };
    Ok(result.with_marks(marks))
}
