//! YAML and JSON text to values.

use std::path::PathBuf;
use std::rc::Rc;

use super::context::Context;
use super::provenance::{KeyName, Mark};
use super::text::Text;
use super::value::{Entries, Tracked, Value};
use seaworthy_source::{Entry, Node, Number, Sources, Value as NodeValue, yaml};

/// Finds the mark of a child: by its parent's mark, its name, its entry (of a map's child) and itself.
pub(super) type MarkOf<'a> = dyn FnMut(Mark, &KeyName, Option<&Entry>, &Node) -> Mark + 'a;

/// The node as a value; numbers are floats, as Helm's way through JSON makes them.
pub(super) fn value(node: &Node, mark: Mark, mark_of: &mut MarkOf<'_>) -> Tracked {
    let value = match &node.value {
        NodeValue::Null => Value::Nil,
        NodeValue::Bool(value) => Value::Bool(*value),
        NodeValue::Number(Number::Integer(value)) => Value::Float(*value as f64),
        NodeValue::Number(Number::Float(value)) => Value::Float(*value),
        NodeValue::String(text) => Value::from(&**text),
        NodeValue::Unknown(unknown) => Value::from(&*unknown.written),
        NodeValue::List(items) => {
            let mut values = Vec::with_capacity(items.len());
            for (number, item) in items.iter().enumerate() {
                let of_item = mark_of(mark, &KeyName::Index(number), None, item);
                values.push(self::value(item, of_item, mark_of));
            }
            Value::list(values)
        }
        NodeValue::Map(map) => {
            let mut entries = Entries::new();
            for entry in map {
                let key: Rc<str> = (&*entry.key).into();
                let of_item = mark_of(mark, &KeyName::Name(Rc::clone(&key)), Some(entry), &entry.value);
                entries.insert(key, self::value(&entry.value, of_item, mark_of));
            }
            Value::map(entries)
        }
    };
    Tracked { value, mark }
}

/// The first document of a text, as a value whose parts have the marks of the text that wrote them.
pub(super) fn yaml(context: &Context, text: &Text, outer: Mark) -> Result<Tracked, String> {
    let sources = Sources::default();
    let file = sources.add(PathBuf::new(), String::new(), text.lossy().into_owned());
    let mut documents = yaml::parse(&file).documents.into_iter();
    let Some(document) = documents.next() else { return Ok(Tracked::NIL) };
    let Some(root) = document.root else {
        let problem = document.problems.first();
        let line = problem.map_or(1, |problem| file.line_of(problem.span.start));
        let message = problem.map_or("not valid YAML", |problem| &problem.message);
        return Err(format!("error converting YAML to JSON: yaml: line {line}: {message}"));
    };
    if let Some(value) = not_finite(&root) {
        return Err(format!("error converting YAML to JSON: json: unsupported value: {}", seaworthy_go::float(value)));
    }
    let same_length = file.text().len() == text.len();
    let mark_at = |node: &Node| {
        if !same_length {
            return text.mark(outer, &context.trails);
        }
        let range = node.span.range();
        match text.runs() {
            None => outer,
            Some(runs) => {
                let first = runs.partition_point(|run| run.end as usize <= range.start);
                let mut mark = Mark::NONE;
                for run in runs[first..].iter().take(4) {
                    mark = context.trails.both(mark, run.mark);
                    if run.end as usize >= range.end {
                        break;
                    }
                }
                mark
            }
        }
    };
    let root_mark = if matches!(root.value, NodeValue::Map(_) | NodeValue::List(_)) { outer } else { mark_at(&root) };
    Ok(value(&root, root_mark, &mut |parent, _, entry, node| match (&node.value, entry) {
        // Of a collection, what wrote its key is the nearest to where it comes from.
        (NodeValue::Map(_) | NodeValue::List(_), Some(entry)) => text.mark_at(entry.key_span.range().start, outer),
        (NodeValue::Map(_) | NodeValue::List(_), None) => parent,
        (NodeValue::Null, Some(entry)) => text.mark_at(entry.key_span.range().start, outer),
        _ => mark_at(node),
    }))
}

/// The first number that JSON cannot say, through which YAML goes.
fn not_finite(node: &Node) -> Option<f64> {
    match &node.value {
        NodeValue::Number(Number::Float(value)) if !value.is_finite() => Some(*value),
        NodeValue::List(items) => items.iter().find_map(not_finite),
        NodeValue::Map(map) => map.iter().find_map(|entry| not_finite(&entry.value)),
        _ => None,
    }
}

/// JSON text as a value.
pub(super) fn json(context: &Context, text: &Text, outer: Mark) -> Result<Tracked, String> {
    let parsed: serde_json::Value =
        serde_json::from_slice(text.bytes()).map_err(|error| in_words_of_go(&error, text))?;
    // JSON is read a second time as YAML, for the places of its parts, which must not change what it says.
    let plain = from_json(&parsed, outer);
    match yaml(context, text, outer) {
        Ok(placed) if placed.value.deep_equal(&plain.value, 0) => Ok(placed),
        _ => Ok(plain),
    }
}

/// Charts look into the messages of Go's decoder.
fn in_words_of_go(error: &serde_json::Error, text: &Text) -> String {
    if error.is_eof() {
        return "unexpected end of JSON input".into();
    }
    let message = error.to_string();
    let line = text.bytes().split(|byte| *byte == b'\n').nth(error.line().saturating_sub(1));
    let char = line.and_then(|line| line.get(error.column().saturating_sub(1))).map(|byte| char::from(*byte));
    match (char, message.split(" at line ").next()) {
        (Some(char), Some("expected value")) => format!("invalid character {char:?} looking for beginning of value"),
        (Some(char), Some("trailing characters")) => format!("invalid character {char:?} after top-level value"),
        _ => message,
    }
}

fn from_json(json: &serde_json::Value, mark: Mark) -> Tracked {
    let value = match json {
        serde_json::Value::Null => Value::Nil,
        serde_json::Value::Bool(value) => Value::Bool(*value),
        serde_json::Value::Number(value) => Value::Float(value.as_f64().unwrap_or(0.0)),
        serde_json::Value::String(text) => Value::from(text.as_str()),
        serde_json::Value::Array(items) => Value::list(items.iter().map(|item| from_json(item, mark)).collect()),
        serde_json::Value::Object(entries) => {
            Value::map(entries.iter().map(|(key, item)| (key.as_str().into(), from_json(item, mark))).collect())
        }
    };
    Tracked { value, mark }
}

/// A value that was read as TOML.
pub(super) fn from_toml(toml: &toml::Value, mark: Mark) -> Tracked {
    let value = match toml {
        toml::Value::String(text) => Value::from(text.as_str()),
        toml::Value::Integer(value) => Value::int64(*value),
        toml::Value::Float(value) => Value::Float(*value),
        toml::Value::Boolean(value) => Value::Bool(*value),
        toml::Value::Datetime(value) => Value::from(value.to_string()),
        toml::Value::Array(items) => Value::list(items.iter().map(|item| from_toml(item, mark)).collect()),
        toml::Value::Table(entries) => {
            Value::map(entries.iter().map(|(key, item)| (key.as_str().into(), from_toml(item, mark))).collect())
        }
    };
    Tracked { value, mark }
}
