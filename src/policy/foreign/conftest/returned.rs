//! What a rule returns.

use std::sync::Arc;

use regorus::Value;

use seaworthy_rego::EngineError;
use seaworthy_source::{Path, Step};

/// What a rule reports.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Report {
    pub message: String,
    /// `_loc`: a file, and a line of it, from 1.
    pub location: Option<(String, Option<usize>)>,
    /// `path`: the attribute, where the policy names it.
    pub path: Option<Path>,
}

/// Reads the value of a rule: messages, or objects with `msg`. What is neither is nothing, as it is for Conftest.
pub(super) fn reports(value: &Value) -> Result<Vec<Report>, EngineError> {
    let of_each = |items: &mut dyn Iterator<Item = &Value>| items.filter_map(|item| report(item).transpose()).collect();
    match value {
        Value::Set(items) => of_each(&mut items.iter()),
        Value::Array(items) => of_each(&mut items.iter()),
        _ => Ok(Vec::new()),
    }
}

fn report(value: &Value) -> Result<Option<Report>, EngineError> {
    match value {
        Value::String(message) => Ok(Some(Report { message: message.to_string(), location: None, path: None })),
        Value::Object(_) => match value["msg"].as_string() {
            Ok(message) => Ok(Some(Report {
                message: message.to_string(),
                location: location(&value["_loc"]),
                path: path(&value["path"]),
            })),
            Err(_) => Err(EngineError::plain(format!("what it returns needs `msg`, a text, unlike {value}"))),
        },
        _ => Ok(None),
    }
}

fn location(value: &Value) -> Option<(String, Option<usize>)> {
    let line = match &value["line"] {
        Value::Number(line) => line.as_u64(),
        Value::String(line) => line.parse().ok(),
        _ => None,
    };
    Some((value["file"].as_string().ok()?.to_string(), line.and_then(|line| usize::try_from(line).ok())))
}

fn path(value: &Value) -> Option<Path> {
    let steps = value.as_array().ok()?.iter().map(|step| match step {
        Value::String(key) => Some(Step::Key(Arc::clone(key))),
        Value::Number(index) => Some(Step::Index(usize::try_from(index.as_u64()?).ok()?)),
        _ => None,
    });
    steps.collect::<Option<Vec<_>>>().map(Path)
}
