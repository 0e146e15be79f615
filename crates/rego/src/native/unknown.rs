//! Values that are known only after deployment.
//!
//! Within an input they are kept as something that no document can hold and no rule can compute: a set with
//! [`Value::Undefined`] in it. Besides that the set holds a description: whether the value is certainly set, how many
//! elements it has at least, and what the source has in its place. A set with nothing but [`Value::Undefined`] stands
//! for further elements of a list, of which there may be any number.

use std::ops::ControlFlow;
use std::sync::{Arc, LazyLock};

use regorus::Value;
use regorus::value::Set;

/// What is known of an unknown value.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Unknown {
    /// Whether it is certainly defined, and not null.
    pub set: bool,
    /// If it is a number: the least that it can be.
    pub at_least: Option<usize>,
    /// What messages show in its place.
    pub stand_in: Option<Value>,
    /// The unknown value of the input that it comes from.
    pub origin: Option<Value>,
}

/// Stands for further elements that a collection may have.
static FURTHER: LazyLock<Value> = LazyLock::new(|| Value::from(Set::from_iter([Value::Undefined])));

/// An unknown value as part of an input. `set` tells whether it is certainly set, to something other than null.
#[must_use]
pub fn unknown(set: bool, stand_in: Value) -> Value {
    Value::from(Set::from_iter([Value::from(vec![Value::Bool(set), Value::Null, stand_in]), Value::Undefined]))
}

/// An element of a list that stands for any number of further ones.
#[must_use]
pub fn may_exist() -> Value {
    // Each is a value of its own, so that a verdict can tell which one it hangs on.
    Value::from(Set::from_iter([Value::Undefined]))
}

/// The same for a list that a rule makes.
pub(super) fn further() -> Value {
    FURTHER.clone()
}

impl Unknown {
    /// Nothing is known, not even whether there is a value.
    pub(super) fn anything() -> Self {
        Self::default()
    }

    /// A part of an unknown value: of it nothing is known.
    pub(super) fn part_of(unknown: Option<&Value>) -> Self {
        Self { origin: unknown.cloned(), ..Self::anything() }
    }

    pub(super) fn into_value(self) -> Value {
        let at_least = self.at_least.map_or(Value::Null, Value::from);
        let stand_in = self.stand_in.unwrap_or(Value::Undefined);
        let description = vec![Value::Bool(self.set), at_least, stand_in, self.origin.unwrap_or(Value::Null)];
        Value::from(Set::from_iter([Value::from(description), Value::Undefined]))
    }

    /// What a value says of an unknown one, if it stands for that.
    pub(super) fn of(value: &Value) -> Option<Self> {
        let Value::Set(set) = value else { return None };
        if !matches!(set.last(), Some(Value::Undefined)) {
            return None;
        }
        let Some(Value::Array(description)) = set.first() else {
            let is_made = matches!(&*FURTHER, Value::Set(further) if Arc::ptr_eq(further, set));
            return Some(Self::part_of((!is_made).then_some(value)));
        };
        Some(Self {
            // What is part of the input is its own origin.
            origin: description.get(3).or(Some(value)).filter(|origin| **origin != Value::Null).cloned(),
            set: description.first() == Some(&Value::Bool(true)),
            at_least: description
                .get(1)
                .and_then(|least| least.as_u64().ok())
                .and_then(|least| usize::try_from(least).ok()),
            stand_in: description.get(2).filter(|value| **value != Value::Undefined).cloned(),
        })
    }
}

/// Whether the value stands for further elements.
pub(super) fn is_further(value: &Value) -> bool {
    matches!(value, Value::Set(set) if set.len() == 1 && matches!(set.last(), Some(Value::Undefined)))
}

/// The further elements because of which a collection may hold something else at an index than it seems to.
pub(super) fn further_at<'v>(collection: &'v Value, index: &Value) -> Option<&'v Value> {
    match (collection, index) {
        (Value::Array(items), Value::Number(index)) => {
            let index = index.as_u64().and_then(|index| usize::try_from(index).ok()).unwrap_or(usize::MAX);
            items.iter().take(index.saturating_add(1)).find(|item| is_further(item))
        }
        (Value::Object(entries), _) if entries.get(index).is_none() => entries.keys().find(|key| is_further(key)),
        (Value::Set(items), _) if !items.contains(index) => items.iter().find(|item| is_further(item)),
        _ => None,
    }
}

/// Shows every unknown value in a value.
pub(super) fn each_unknown<'v>(value: &'v Value, see: &mut dyn FnMut(&'v Value) -> ControlFlow<()>) -> ControlFlow<()> {
    match value {
        _ if is_unknown(value) => see(value),
        Value::Array(items) => items.iter().try_for_each(|item| each_unknown(item, see)),
        Value::Object(entries) => entries.iter().try_for_each(|(key, value)| {
            each_unknown(key, see)?;
            each_unknown(value, see)
        }),
        Value::Set(items) => items.iter().try_for_each(|item| each_unknown(item, see)),
        _ => ControlFlow::Continue(()),
    }
}

/// Whether the value stands for something unknown, further elements included.
pub(super) fn is_unknown(value: &Value) -> bool {
    matches!(value, Value::Set(set) if matches!(set.last(), Some(Value::Undefined)))
}

/// Whether the value is unknown, or something in it is.
#[must_use]
pub fn holds_unknown(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(holds_unknown),
        Value::Object(entries) => entries.iter().any(|(key, value)| holds_unknown(key) || holds_unknown(value)),
        Value::Set(items) => is_unknown(value) || items.iter().any(holds_unknown),
        _ => false,
    }
}

/// The value as regorus can take it, and as messages show it: with stand-ins for what is unknown. Further elements are
/// left out.
#[must_use]
pub fn settled(value: &Value) -> Value {
    replaced(value, &|stand_in| stand_in.unwrap_or_else(|| Value::from("(unknown)")))
}

/// The value for people to read: what is unknown is a text that says so.
#[must_use]
pub fn readable(value: &Value) -> Value {
    replaced(value, &|stand_in| {
        Value::from(match stand_in {
            Some(Value::String(text)) => format!("<unknown: {text}>"),
            Some(other) => format!("<unknown: {other}>"),
            None => "<unknown>".to_owned(),
        })
    })
}

/// The value with others in place of what is unknown, by what the source has there.
fn replaced(value: &Value, by: &dyn Fn(Option<Value>) -> Value) -> Value {
    let replaced = |value: &Value| replaced(value, by);
    match value {
        _ if !holds_unknown(value) => value.clone(),
        Value::Array(items) => {
            Value::from(items.iter().filter(|item| !is_further(item)).map(replaced).collect::<Vec<_>>())
        }
        Value::Object(entries) => {
            let entries = entries.iter().filter(|(key, _)| !is_further(key));
            Value::Object(Arc::new(entries.map(|(key, value)| (replaced(key), replaced(value))).collect()))
        }
        Value::Set(items) => match Unknown::of(value) {
            Some(unknown) => by(unknown.stand_in),
            None => Value::Set(Arc::new(items.iter().filter(|item| !is_further(item)).map(replaced).collect())),
        },
        _ => value.clone(),
    }
}

/// The paths of what is unknown in a value.
#[must_use]
pub fn unknown_places(value: &Value) -> Vec<Vec<Value>> {
    fn collect(value: &Value, path: &mut Vec<Value>, found: &mut Vec<Vec<Value>>) {
        let children: Vec<(Value, &Value)> = match value {
            _ if is_unknown(value) => {
                found.push(path.clone());
                return;
            }
            Value::Object(entries) => entries.iter().map(|(key, value)| (key.clone(), value)).collect(),
            Value::Array(items) => items.iter().enumerate().map(|(index, item)| (Value::from(index), item)).collect(),
            _ => return,
        };
        for (step, child) in children {
            path.push(step);
            collect(child, path, found);
            path.pop();
        }
    }
    let mut found = Vec::new();
    collect(value, &mut Vec::new(), &mut found);
    found
}
