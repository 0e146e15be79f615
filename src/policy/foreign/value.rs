//! What is judged, as policies for OPA see it: as it is written, null being a value.

use std::sync::Arc;

use regorus::Value;

use seaworthy_rego::native;
use seaworthy_source::{Node, Number, Value as NodeValue};

/// A node as a value. What is unknown is marked as [`native::unknown`] has it.
pub(super) fn value(node: &Node) -> Value {
    match &node.value {
        NodeValue::Null => Value::Null,
        NodeValue::Bool(value) => Value::from(*value),
        NodeValue::Number(Number::Integer(value)) => Value::from(*value),
        NodeValue::Number(Number::Float(value)) => Value::from(*value),
        NodeValue::String(text) => Value::String(Arc::clone(text)),
        NodeValue::Unknown(unknown) => native::unknown(unknown.set, Value::String(Arc::clone(&unknown.written))),
        NodeValue::List(items) => Value::from(items.iter().map(value).collect::<Vec<_>>()),
        NodeValue::Map(map) => {
            let entries = map.iter().map(|entry| (Value::String(Arc::clone(&entry.key)), value(&entry.value)));
            Value::Object(Arc::new(entries.collect()))
        }
    }
}
