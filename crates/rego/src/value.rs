//! Nodes as values that policies can read.

use std::sync::Arc;

use regorus::Value;
use regorus::value::Object;
use seaworthy_source::{Node, Number, Value as NodeValue};

use crate::native::unknown;

/// What becomes of a key whose value is null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nulls {
    /// It is in the object.
    Kept,
    /// It is left out, as Kubernetes does.
    LeftOut,
}

/// A node as a value. What is unknown is marked as [`unknown`] does.
#[must_use]
pub fn value(node: &Node, nulls: Nulls) -> Value {
    match &node.value {
        NodeValue::Null => Value::Null,
        NodeValue::Bool(value) => Value::from(*value),
        NodeValue::Number(Number::Integer(value)) => Value::from(*value),
        NodeValue::Number(Number::Float(value)) => Value::from(*value),
        NodeValue::String(text) => Value::String(Arc::clone(text)),
        NodeValue::Unknown(of) => unknown(of.set, Value::String(Arc::clone(&of.written))),
        NodeValue::List(items) => Value::from(items.iter().map(|item| value(item, nulls)).collect::<Vec<_>>()),
        NodeValue::Map(map) => object(
            map.iter()
                .filter(|entry| nulls == Nulls::Kept || entry.value.value != NodeValue::Null)
                .map(|entry| (Arc::clone(&entry.key), value(&entry.value, nulls))),
        ),
    }
}

/// An object, in the form that takes little memory, and in which keys are found by bisection.
pub fn object<K: Into<Arc<str>>>(entries: impl IntoIterator<Item = (K, Value)>) -> Value {
    entries.into_iter().map(|(key, value)| (Value::String(key.into()), value)).collect::<Object>().into_value()
}
