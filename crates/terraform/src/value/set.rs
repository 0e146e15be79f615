//! Sets: each element once, in Terraform's order.

use super::{Kind, Value, equality};

/// Leaves out elements that are equal to one before them, and puts the rest in Terraform's order: known values, then
/// unknown ones, then null. Unknown elements are equal to nothing.
pub(super) fn arrange(mut items: Vec<Value>) -> Vec<Value> {
    if items.len() < 2 {
        return items;
    }
    if items.iter().all(|item| matches!(item.kind, Kind::String(_))) {
        items.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
        items.dedup_by(|b, a| a.as_str() == b.as_str());
        return items;
    }
    let mut keyed: Vec<(Key, Value)> = items.into_iter().map(|item| (key(&item), item)).collect();
    keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut arranged: Vec<(Key, Value)> = Vec::with_capacity(keyed.len());
    for (key, item) in keyed {
        let same = arranged.iter().rev().take_while(|(other, _)| *other == key);
        if !{ same }.any(|(_, other)| equality::compare(&item, other) == Some(true)) {
            arranged.push((key, item));
        }
    }
    arranged.into_iter().map(|(_, item)| item).collect()
}

/// What elements are ordered by. Elements that are equal have equal keys.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Bool(bool),
    Number(ByValue),
    String(std::sync::Arc<str>),
    Parts(Vec<u8>),
    Unknown,
    Null,
}

#[derive(Debug, PartialEq, Eq)]
struct ByValue(super::Number);

impl Ord for ByValue {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        if self.0 == other.0 { std::cmp::Ordering::Equal } else { self.0.compare(&other.0) }
    }
}

impl PartialOrd for ByValue {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

fn key(item: &Value) -> Key {
    match &item.kind {
        Kind::Unknown(_) => Key::Unknown,
        Kind::Null(_) => Key::Null,
        Kind::Bool(value) => Key::Bool(*value),
        Kind::Number(number) => Key::Number(ByValue(number.clone())),
        Kind::String(text) => Key::String(text.clone()),
        _ => {
            let mut bytes = Vec::new();
            describe(item, &mut bytes);
            Key::Parts(bytes)
        }
    }
}

/// The text by which Terraform orders values that have parts.
fn describe(value: &Value, out: &mut Vec<u8>) {
    let list = |out: &mut Vec<u8>, items: &mut dyn Iterator<Item = &Value>, brackets: [u8; 2]| {
        out.push(brackets[0]);
        for item in items {
            describe(item, out);
            out.push(b';');
        }
        out.push(brackets[1]);
    };
    match &value.kind {
        Kind::Unknown(_) => out.push(b'?'),
        Kind::Null(_) => out.push(b'~'),
        Kind::Bool(value) => out.push(if *value { b'T' } else { b'F' }),
        Kind::Number(number) => out.extend_from_slice(number.to_general(Some(10)).as_bytes()),
        Kind::String(text) => out.extend_from_slice(super::text::quote(text).as_bytes()),
        Kind::List(_, items) | Kind::Set(_, items) => list(out, &mut items.iter(), *b"[]"),
        Kind::Tuple(items) => list(out, &mut items.iter(), *b"<>"),
        Kind::Object(entries) => list(out, &mut entries.values(), *b"<>"),
        Kind::Map(_, entries) => {
            out.push(b'{');
            for (key, value) in &**entries {
                out.extend_from_slice(super::text::quote(key).as_bytes());
                out.push(b':');
                describe(value, out);
                out.push(b';');
            }
            out.push(b'}');
        }
    }
}
