//! Functions of regular expressions.

use seaworthy_go::regex::Pattern;

use super::parameter::{Function, Parameter, TypeOf, Want};
use super::{Call, Failure, limits};
use crate::value::{Type, Value};

const MATCH: &[Parameter] = &[Parameter::new("pattern", Want::String), Parameter::new("string", Want::String)];

pub const FUNCTIONS: &[Function] = &[
    Function::new("regex", MATCH, TypeOf::Arguments(result_type), |call| {
        let pattern = pattern(call)?;
        result_of(&pattern)?;
        let found = pattern.first(call.text(1));
        let found = found.ok_or_else(|| Failure::new("pattern did not match any part of the given string"))?;
        Ok(result(&pattern, &found))
    }),
    Function::new("regexall", MATCH, TypeOf::Arguments(|call| result_type(call).map(Type::list)), regexall),
    Function::new(
        "replace",
        &[
            Parameter::new("str", Want::String),
            Parameter::new("substr", Want::String),
            Parameter::new("replace", Want::String),
        ],
        TypeOf::Always(Want::String),
        replace,
    ),
];

fn pattern(call: &Call) -> Result<std::sync::Arc<Pattern>, Failure> {
    Pattern::parse(call.text(0))
        .map_err(|problem| Failure::of(0, format!("invalid regexp pattern: {} in {}", problem.problem, problem.at)))
}

/// The type of a match; without a pattern, nothing is known of it.
fn result_type(call: &Call) -> Result<Type, Failure> {
    if !call.arguments[0].is_known() {
        return Ok(Type::Any);
    }
    result_of(&*pattern(call)?)
}

/// A text, if there are no groups; a tuple of groups without names, or an object of groups with names.
fn result_of(pattern: &Pattern) -> Result<Type, Failure> {
    let named = pattern.groups.iter().flatten();
    match (pattern.groups.len(), named.clone().count()) {
        (0, _) => Ok(Type::String),
        (all, 0) => Ok(Type::tuple(vec![Type::String; all])),
        (all, named_count) if all == named_count => Ok(Type::object(named.map(|name| (name.clone(), Type::String)))),
        _ => Err(Failure::of(0, "invalid regexp pattern: cannot mix both named and unnamed capture groups")),
    }
}

fn result(pattern: &Pattern, found: &regex::Captures<'_>) -> Value {
    let text = |index: usize| match found.get(index) {
        Some(group) => Value::string(group.as_str()),
        None => Value::null_of(&Type::String),
    };
    match &pattern.groups[..] {
        [] => text(0),
        [None, ..] => Value::tuple((1..=pattern.groups.len()).map(text).collect()),
        groups => {
            let named = groups.iter().enumerate().filter_map(|(index, name)| Some((name.clone()?, text(index + 1))));
            Value::object(named)
        }
    }
}

fn regexall(call: &Call) -> Result<Value, Failure> {
    let pattern = pattern(call)?;
    let element = result_of(&pattern)?;
    let mut matches = Vec::new();
    for found in pattern.all(call.text(1)) {
        matches.push(result(&pattern, &found));
        limits::elements(matches.len())?;
    }
    Ok(Value::list(element, matches))
}

fn replace(call: &Call) -> Result<Value, Failure> {
    let (text, wanted, replacement) = (call.text(0), call.text(1), call.text(2));
    if let Some(inner) = wanted.strip_prefix('/').and_then(|inner| inner.strip_suffix('/')) {
        let pattern = Pattern::parse(inner).map_err(|problem| Failure::new(problem.to_string()))?;
        limits::text(text.len().saturating_mul(replacement.len().max(1) / 64))?;
        return limits::string(&pattern.replace(text, replacement));
    }
    let count = text.matches(wanted).count();
    limits::text(text.len().saturating_add(count.saturating_mul(replacement.len())))?;
    Ok(Value::string(&text.replace(wanted, replacement)))
}
