//! Anything to a number, as `github.com/spf13/cast` does it for Sprig.

use crate::object::Object;
use crate::value::Value;
use seaworthy_go::literal;

/// `cast.ToInt64`: what is no number is 0.
pub(super) fn int(value: &Value) -> i64 {
    match value {
        Value::Int(value, _) => *value,
        // A conversion that does not fit is the smallest integer on the processors that Helm is built for.
        Value::Float(value) if *value >= -9.3e18 && *value < 9.223_372_036_854_776e18 => *value as i64,
        Value::Float(_) => i64::MIN,
        Value::Bool(value) => i64::from(*value),
        Value::String(text) => literal::integer(without_zero_decimals(&text.lossy()), 0).unwrap_or(0),
        Value::Object(object) => match &**object {
            Object::Duration(nanoseconds) => *nanoseconds,
            _ => 0,
        },
        _ => 0,
    }
}

/// `cast.ToFloat64`: what is no number is 0.
pub(super) fn float(value: &Value) -> f64 {
    match value {
        Value::Int(value, _) => *value as f64,
        Value::Float(value) => *value,
        Value::Bool(value) => f64::from(u8::from(*value)),
        Value::String(text) => parse_float(&text.lossy()).unwrap_or(0.0),
        _ => 0.0,
    }
}

/// Go's `strconv.ParseFloat`, for what people write.
pub(super) fn parse_float(text: &str) -> Option<f64> {
    let digits = text.trim_start_matches(['+', '-']);
    let named = ["inf", "infinity", "nan"].contains(&digits.to_ascii_lowercase().as_str());
    (named || digits.starts_with(|first: char| first.is_ascii_digit() || first == '.')).then(|| text.parse().ok())?
}

/// `3.00` reads as `3`.
fn without_zero_decimals(text: &str) -> &str {
    match text.rsplit_once('.') {
        Some((whole, decimals)) if !decimals.is_empty() && decimals.bytes().all(|digit| digit == b'0') => whole,
        Some((whole, "")) => whole,
        _ => text,
    }
}
