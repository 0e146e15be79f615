//! JSON in texts: policies and definitions become structures, however they are written.

use seaworthy_source::{Entry, Map, Node, Number, Span, Value};

/// The structure of a text that is a JSON object or list; all of it has one place.
pub(crate) fn structured(text: &str, at: Span) -> Option<Value> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    Some(plain(&value, at))
}

fn plain(value: &serde_json::Value, at: Span) -> Value {
    let node = |value| Node { value: plain(value, at), span: at, origin: None };
    match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(value) => Value::Bool(*value),
        serde_json::Value::Number(value) => Value::Number(match value.as_i64() {
            Some(value) => Number::Integer(value.into()),
            None => Number::Float(value.as_f64().unwrap_or_default()),
        }),
        serde_json::Value::String(text) => Value::String(text.as_str().into()),
        serde_json::Value::Array(items) => Value::List(items.iter().map(node).collect()),
        serde_json::Value::Object(entries) => {
            let entry =
                |(key, value): (&String, _)| Entry { key: key.as_str().into(), key_span: at, value: node(value) };
            Value::Map(Map::from(entries.iter().map(entry).collect::<Vec<_>>()))
        }
    }
}
