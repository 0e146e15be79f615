//! Random changes to inputs, the same in every run.

use std::sync::Arc;

use regorus::Value;

use super::unknown_value;

/// Numbers that look random (SplitMix64).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % end.max(1) as u64).unwrap_or(0)
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Where something is within a value: keys and indexes.
pub type Place = Vec<Value>;

/// A copy of a value; what `replace` returns for a part takes its place.
pub fn map(value: &Value, replace: &mut dyn FnMut(&Value) -> Option<Value>) -> Value {
    if let Some(other) = replace(value) {
        return other;
    }
    match value {
        Value::Array(items) => Value::from(items.iter().map(|item| map(item, replace)).collect::<Vec<_>>()),
        Value::Object(entries) => {
            Value::Object(Arc::new(entries.iter().map(|(key, value)| (key.clone(), map(value, replace))).collect()))
        }
        other => other.clone(),
    }
}

/// Something that may stand anywhere.
pub fn any_value(random: &mut Random) -> Value {
    const TEXTS: [&str; 12] =
        ["", "a", "true", "*", "0.0.0.0/0", "100m", "50%", "1", "latest", "0", "nginx:1.2", "10.5"];
    match random.below(9) {
        0 => Value::Null,
        1 => Value::from(true),
        2 => Value::from(false),
        3 => Value::from(random.below(5)),
        4 => Value::from(-1_i64),
        5 => Value::new_array(),
        6 => Value::new_object(),
        7 => Value::from(65_535_u64),
        _ => Value::from(*random.pick(&TEXTS)),
    }
}

/// An input with one change.
pub fn changed(input: &Value, random: &mut Random) -> Value {
    let places = places(input);
    let place = random.pick(&places).clone();
    let other = at(input, random.pick(&places)).clone();
    let kind = random.below(10);
    edited(input, &place, &mut |value| {
        Some(match (kind, value) {
            (0 | 1, _) => return None,
            (2, _) => Value::Null,
            (3, _) => other.clone(),
            (4, Value::Array(items)) => Value::from(items.iter().chain(items.iter()).cloned().collect::<Vec<_>>()),
            (5, Value::Array(_)) => Value::new_array(),
            (6, Value::Array(items)) => Value::from(items.iter().rev().skip(1).cloned().collect::<Vec<_>>()),
            (7, _) => Value::from(vec![value.clone()]),
            (8, Value::String(text)) => Value::from(format!("{text}x")),
            (8, Value::Bool(value)) => Value::from(!value),
            _ => any_value(random),
        })
    })
}

/// An input in which something is unknown, and where.
pub fn with_unknown(input: &Value, random: &mut Random) -> (Value, Vec<Place>) {
    let mut open = input.clone();
    let mut found = Vec::new();
    for _ in 0..=random.below(3) {
        let candidates: Vec<Place> = places(&open)
            .into_iter()
            .filter(|place| !found.iter().any(|other: &Place| place.starts_with(other) || other.starts_with(place)))
            .collect();
        if candidates.is_empty() {
            break;
        }
        let place = random.pick(&candidates).clone();
        let set = random.below(2) == 0;
        open = edited(&open, &place, &mut |_| Some(unknown_value(set)));
        found.push(place);
    }
    (open, found)
}

/// An input in which what was unknown has got a value.
pub fn settled(open: &Value, unknown: &[Place], random: &mut Random) -> Value {
    let sample = places(open);
    unknown.iter().fold(open.clone(), |settled, place| {
        let may_be_missing = *at(open, place) == unknown_value(false);
        let in_object = place.last().is_some_and(|step| matches!(step, Value::String(_)));
        let value = match random.below(3) {
            0 => at(open, random.pick(&sample)).clone(),
            _ => any_value(random),
        };
        let value = if value.as_set().is_ok() || (value == Value::Null && !may_be_missing) {
            Value::from("other")
        } else {
            value
        };
        edited(&settled, place, &mut |_| {
            // A null is not written into objects.
            (value != Value::Null || !in_object)
                .then(|| map(&value, &mut |part| part.as_set().is_ok().then(Value::new_object)))
        })
    })
}

/// All places, the root aside.
fn places(value: &Value) -> Vec<Place> {
    let mut places = Vec::new();
    collect(value, &mut Vec::new(), &mut places);
    // Who a resource is, and where its parts are, is always known.
    places.retain(|place| {
        let first = place.first().and_then(|step| step.as_string().ok());
        let is_identity = place.iter().any(|step| {
            step.as_string().is_ok_and(|step| ["resource", "address", "path", "spec_path"].contains(&&**step))
        });
        place.len() > 1 && first.is_some() && !is_identity
    });
    if places.is_empty() { vec![vec![Value::from("values")]] } else { places }
}

fn collect(value: &Value, place: &mut Place, into: &mut Vec<Place>) {
    into.push(place.clone());
    let mut below = |step: Value, part: &Value| {
        place.push(step);
        collect(part, place, into);
        place.pop();
    };
    match value {
        Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| below(Value::from(index), item)),
        Value::Object(entries) => entries.iter().for_each(|(key, value)| below(key.clone(), value)),
        _ => {}
    }
}

fn at<'v>(value: &'v Value, place: &Place) -> &'v Value {
    place.iter().fold(value, |value, step| &value[step])
}

/// A copy with something else at a place, or without what is there.
fn edited(value: &Value, place: &[Value], edit: &mut dyn FnMut(&Value) -> Option<Value>) -> Value {
    let Some((step, rest)) = place.split_first() else { return edit(value).unwrap_or(Value::Null) };
    match (value, step) {
        (Value::Object(entries), _) => {
            let entries = entries.iter().filter_map(|(key, value)| {
                if key != step {
                    return Some((key.clone(), value.clone()));
                }
                let value = if rest.is_empty() { edit(value)? } else { edited(value, rest, edit) };
                Some((key.clone(), value))
            });
            Value::Object(Arc::new(entries.collect()))
        }
        (Value::Array(items), _) => {
            let items = items.iter().enumerate().filter_map(|(index, item)| {
                if Value::from(index) != *step {
                    return Some(item.clone());
                }
                if rest.is_empty() { edit(item) } else { Some(edited(item, rest, edit)) }
            });
            Value::from(items.collect::<Vec<_>>())
        }
        _ => value.clone(),
    }
}
