//! Values as JSON in the shape that plans have.

use serde_json::{Map, Value as Json};

use super::OPEN;
use crate::value::{Kind, Value};

/// The part of a value that is known and may be shown. Unknown values are left out, or null in lists, as in a plan.
#[must_use]
pub fn known(value: &Value) -> Option<Json> {
    if value.marks.sensitive {
        return Some("(sensitive)".into());
    }
    Some(match &value.kind {
        Kind::Unknown(_) => return None,
        Kind::Null(_) => Json::Null,
        Kind::Bool(value) => (*value).into(),
        Kind::Number(number) => match number.as_i64() {
            Some(whole) => whole.into(),
            None => number.to_f64().into(),
        },
        Kind::String(text) => (&**text).into(),
        Kind::List(_, items) | Kind::Set(_, items) | Kind::Tuple(items) => {
            items.iter().map(|item| known(item).unwrap_or_default()).collect()
        }
        Kind::Map(_, entries) | Kind::Object(entries) => {
            let shown = entries.iter().filter(|(name, _)| &***name != OPEN);
            shown.filter_map(|(name, item)| Some((name.to_string(), known(item)?))).collect::<Map<_, _>>().into()
        }
    })
}

/// `true` wherever a condition holds, in the shape of the value; `None` if it holds nowhere. A plan describes unknown
/// and sensitive values in this way.
#[must_use]
pub fn marked(value: &Value, holds: &impl Fn(&Value) -> bool) -> Option<Json> {
    if holds(value) {
        return Some(true.into());
    }
    match &value.kind {
        Kind::List(_, items) | Kind::Set(_, items) | Kind::Tuple(items) => {
            let parts: Vec<Option<Json>> = items.iter().map(|item| marked(item, holds)).collect();
            let any = parts.iter().any(Option::is_some);
            any.then(|| parts.into_iter().map(|part| part.unwrap_or(false.into())).collect())
        }
        Kind::Map(_, entries) | Kind::Object(entries) => {
            let parts: Map<String, Json> = entries
                .iter()
                .filter(|(name, _)| &***name != OPEN)
                .filter_map(|(name, item)| Some((name.to_string(), marked(item, holds)?)))
                .collect();
            (!parts.is_empty()).then(|| parts.into())
        }
        _ => None,
    }
}
