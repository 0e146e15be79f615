//! The places of planned values in the source.

use std::sync::Arc;

use seaworthy_source::{Entry, Map, Node, Value};

/// Gives a planned value the places of the value that was computed from the source; parts that the source does not set
/// get the place of what contains them.
pub fn place(planned: &mut Node, source: &Node) {
    planned.span = source.span;
    planned.origin.clone_from(&source.origin);
    match &mut planned.value {
        Value::Map(map) => {
            let entries = std::mem::take(map).into_entries().into_iter().map(|mut entry| {
                match source.as_map().and_then(|source| source.entry(&entry.key)) {
                    Some(own) => {
                        entry.key_span = own.key_span;
                        place(&mut entry.value, &own.value);
                    }
                    None => {
                        entry.key_span = source.span;
                        place(&mut entry.value, &whole(source));
                    }
                }
                entry
            });
            *map = Map::from(entries.collect::<Vec<Entry>>());
        }
        Value::List(items) => {
            let own = source.items();
            let same = own.len() == items.len();
            for (at, item) in items.iter_mut().enumerate() {
                // Providers return sets in another order.
                let agreeing = own.get(at).into_iter().chain(own).find(|own| same && agree(item, own));
                place(item, agreeing.unwrap_or(&whole(source)));
            }
        }
        _ => {}
    }
}

/// The place alone, without its content.
fn whole(source: &Node) -> Node {
    let nothing =
        Value::Unknown(Arc::new(seaworthy_source::Unknown { cause: "".into(), written: "".into(), set: false }));
    Node { value: nothing, span: source.span, origin: source.origin.clone() }
}

/// Whether a planned value can be that of the source: nothing that is known of both differs.
fn agree(planned: &Node, source: &Node) -> bool {
    match (&planned.value, &source.value) {
        (Value::Unknown(_), _) | (_, Value::Unknown(_)) => true,
        (Value::Map(_), Value::Map(own)) => own.iter().all(|entry| {
            entry.value.value == Value::Null || planned.get(&entry.key).is_none_or(|value| agree(value, &entry.value))
        }),
        (Value::List(a), Value::List(b)) => a.len() == b.len(),
        (a, b) => a == b || text(a).is_some_and(|a| Some(a) == text(b)),
    }
}

/// Providers convert `"5"` into 5 and `true` into "true".
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(seaworthy_source::Number::Integer(value)) => Some(value.to_string()),
        Value::Number(seaworthy_source::Number::Float(value)) => Some(value.to_string()),
        _ => None,
    }
}
