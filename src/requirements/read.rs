//! Values of requirements: from the configuration, where they have types, and from annotations, where all is text.

use std::sync::Arc;

use super::Wrong;
use super::table::{Kind, Requirement, code_list};
use seaworthy_source::{Node, Number, Value, closest};

/// What a value was written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// In the configuration.
    Typed,
    /// In an annotation or a tag.
    AsText,
}

/// The value of a requirement, with its place. What is not known yet stays unknown.
///
/// # Errors
/// It is no value that the requirement takes.
pub(super) fn read(requirement: &Requirement, node: &Node, written: Written) -> Result<Node, Wrong> {
    let value = match (&node.value, written) {
        (Value::Unknown(_), _) => node.value.clone(),
        (Value::String(text), Written::AsText) => from_text(requirement.kind, text, node),
        (value, _) => value.clone(),
    };
    let node = Node { value, ..node.clone() };
    let in_quotes = |node: &Node| {
        let text = node.as_str().filter(|_| written == Written::Typed)?;
        let unquoted = Node { value: from_text(requirement.kind, text, node), ..node.clone() };
        (requirement.kind != Kind::Names && is_wrong(requirement.kind, &unquoted).is_none())
            .then(|| "Remove the quotes.".to_owned())
    };
    match is_wrong(requirement.kind, &node).map(|help| in_quotes(&node).unwrap_or(help)) {
        Some(help) => Err(Wrong {
            message: format!(
                "`{}` takes {}, not {}",
                requirement.name,
                takes(requirement.kind),
                shown(&node, in_quotes(&node).is_some())
            ),
            help,
        }),
        None => Ok(node),
    }
}

/// What a text stands for; itself, where it stands for nothing else. Names are separated by commas.
fn from_text(kind: Kind, text: &str, node: &Node) -> Value {
    let read = match kind {
        Kind::OneOf(_) => None,
        Kind::Flag => text.parse().ok().map(Value::Bool),
        Kind::Share | Kind::Amount | Kind::Count => {
            let integer = text.parse().map(Number::Integer);
            integer.or_else(|_| text.parse().map(Number::Float)).ok().map(Value::Number)
        }
        Kind::Names => {
            let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
            let items = names.map(|name| Node { value: Value::String(Arc::from(name)), ..node.clone() });
            Some(Value::List(items.collect()))
        }
    };
    read.unwrap_or_else(|| node.value.clone())
}

/// What to do about a value that the requirement does not take.
fn is_wrong(kind: Kind, node: &Node) -> Option<String> {
    if matches!(node.value, Value::Unknown(_)) {
        return None;
    }
    match (kind, &node.value) {
        (Kind::Flag, Value::Bool(_)) => None,
        (Kind::Flag, _) => Some("Write `true` or `false`.".to_owned()),
        (Kind::OneOf(words), Value::String(text)) if words.contains(&&**text) => None,
        (Kind::OneOf(words), value) => {
            let meant = match value {
                Value::String(text) => closest(text, words.iter().copied()),
                _ => None,
            };
            Some(meant.map_or_else(
                || format!("Known are {}.", code_list(words.iter().copied())),
                |meant| format!("Did you mean `{meant}`?"),
            ))
        }
        (Kind::Share, value) => match number(value) {
            Some(number) if (0.0..=1.0).contains(&number) => None,
            Some(number) if number > 1.0 && number <= 100.0 => Some(format!("Did you mean `{}`?", number / 100.0)),
            _ => Some("Nine of ten are `0.9`.".to_owned()),
        },
        (Kind::Amount, value) => match number(value) {
            Some(number) if number > 0.0 && number.is_finite() => None,
            _ => Some("Write a plain number: its unit is part of the name.".to_owned()),
        },
        (Kind::Count, Value::Number(Number::Integer(number))) if *number >= 1 => None,
        (Kind::Count, _) => Some("Write a plain number, such as `3`.".to_owned()),
        (Kind::Names, Value::List(items)) if !items.is_empty() => {
            let is_text = |item: &Node| matches!(item.value, Value::String(_) | Value::Unknown(_));
            (!items.iter().all(is_text)).then(|| "Put quotes around each.".to_owned())
        }
        (Kind::Names, _) => Some("Write `[eu-west-1, eu-central-1]`.".to_owned()),
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "only its size matters")]
        Value::Number(Number::Integer(number)) => Some(*number as f64),
        Value::Number(Number::Float(number)) => Some(*number),
        _ => None,
    }
}

/// The values of a kind, for people.
pub(super) fn takes(kind: Kind) -> String {
    match kind {
        Kind::Flag => "true or false".to_owned(),
        Kind::OneOf(words) => format!("one of {}", code_list(words.iter().copied())),
        Kind::Share => "a number from 0 to 1".to_owned(),
        Kind::Amount => "a number above 0".to_owned(),
        Kind::Count => "a whole number from 1".to_owned(),
        Kind::Names => "a list of texts".to_owned(),
    }
}

/// A value as messages show it.
fn shown(node: &Node, in_quotes: bool) -> String {
    match &node.value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(value) => format!("`{value}`"),
        Value::Number(Number::Integer(value)) => format!("`{value}`"),
        Value::Number(Number::Float(value)) => format!("`{value}`"),
        Value::String(text) if in_quotes => format!("the text `{text}`"),
        Value::String(text) => format!("`{text}`"),
        Value::List(_) | Value::Map(_) | Value::Unknown(_) => node.type_name().to_owned(),
    }
}
