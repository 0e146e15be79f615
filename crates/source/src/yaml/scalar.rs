//! What a scalar without quotes means: to Kubernetes, which reads YAML 1.1 the way go-yaml v2 does, and to kustomize, which
//! reads it the way go-yaml v3 does.
//!
//! Source: the resolvers of go-yaml (`resolve.go`), v2 of which sigs.k8s.io/yaml is built on.

use std::sync::Arc;

use crate::{Number, Value};

/// Whose reading of a plain scalar counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// go-yaml v2: `yes` is true.
    Kubernetes,
    /// go-yaml v3: `yes` is a text, and a day is a time.
    Kustomize,
}

/// The value of a plain scalar. `!!`-tags and quotes are the caller's business.
#[must_use]
pub fn resolve(text: &str, dialect: Dialect) -> Value {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" | "n" | "N" | "no" | "No" | "NO" | "off" | "Off"
        | "OFF"
            if dialect == Dialect::Kustomize =>
        {
            Value::String(Arc::from(text))
        }
        _ if dialect == Dialect::Kustomize && is_day(text) => Value::String(format!("{text}T00:00:00Z").into()),
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Value::Bool(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Value::Bool(false),
        _ => number(text).map_or_else(|| Value::String(Arc::from(text)), Value::Number),
    }
}

/// The text of a key: Kubernetes turns every key into a string, after resolving it.
#[must_use]
pub fn key(text: &str, dialect: Dialect) -> String {
    match resolve(text, dialect) {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(Number::Integer(value)) => value.to_string(),
        Value::Number(Number::Float(value)) => value.to_string(),
        _ => text.to_owned(),
    }
}

/// Whether the text is `2026-01-31`, which go-yaml v3 takes for midnight.
fn is_day(text: &str) -> bool {
    let shape = |at: usize, c: u8| if matches!(at, 4 | 7) { c == b'-' } else { c.is_ascii_digit() };
    text.len() == 10 && text.bytes().enumerate().all(|(at, c)| shape(at, c))
}

/// The number that the text stands for, if it stands for one.
fn number(text: &str) -> Option<Number> {
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return None;
    }
    match text {
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Some(Number::Float(f64::INFINITY)),
        "-.inf" | "-.Inf" | "-.INF" => return Some(Number::Float(f64::NEG_INFINITY)),
        ".nan" | ".NaN" | ".NAN" => return Some(Number::Float(f64::NAN)),
        _ => {}
    }
    let digits = text.replace('_', "");
    integer(&digits).map(Number::Integer).or_else(|| float(&digits).map(Number::Float))
}

/// Go's `strconv.ParseInt(text, 0, 64)`, then `ParseUint`: the base follows from the prefix, a bare `0` meaning octal.
fn integer(text: &str) -> Option<i128> {
    let (sign, rest) = match text.as_bytes().first()? {
        b'-' => (-1, &text[1..]),
        b'+' => (1, &text[1..]),
        _ => (1, text),
    };
    let lower = rest.to_ascii_lowercase();
    let (digits, base) = if let Some(digits) = lower.strip_prefix("0x") {
        (digits, 16)
    } else if let Some(digits) = lower.strip_prefix("0b") {
        (digits, 2)
    } else if let Some(digits) = lower.strip_prefix("0o") {
        (digits, 8)
    } else if lower.len() > 1 && lower.starts_with('0') {
        (&lower[1..], 8)
    } else {
        (&*lower, 10)
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(base)) {
        return None;
    }
    let value = sign * i128::from_str_radix(digits, base).ok()?;
    (i128::from(i64::MIN)..=i128::from(u64::MAX)).contains(&value).then_some(value)
}

/// go-yaml's `^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`.
fn float(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let sound = digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && (fraction.is_empty() || !mantissa.contains('.')))
        && exponent.is_none_or(|exponent| {
            let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
            !exponent.is_empty() && digits(exponent)
        });
    if sound { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match resolve(text, Dialect::Kubernetes) {
            Value::Null => "null".into(),
            Value::Bool(value) => format!("bool {value}"),
            Value::Number(Number::Integer(value)) => format!("int {value}"),
            Value::Number(Number::Float(value)) => format!("float {value}"),
            Value::String(text) => format!("string {text}"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn scalars_are_read_as_kubernetes_reads_them() {
        for line in include_str!("scalars.txt").lines().filter(|line| !line.starts_with('#')) {
            let (written, expected) =
                line.split_once(" => ").unwrap_or_else(|| panic!("a case without ` => `: {line}"));
            assert_eq!(shown(written), expected, "{written}");
        }
    }

    #[test]
    fn kustomize_takes_fewer_texts_for_truth_values() {
        let text = |written: &str| match resolve(written, Dialect::Kustomize) {
            Value::String(text) => text.to_string(),
            other => format!("{other:?}"),
        };
        assert_eq!(text("yes"), "yes");
        assert_eq!(text("off"), "off");
        assert_eq!(text("True"), "Bool(true)");
        assert_eq!(text("0644"), "Number(Integer(420))");
        assert_eq!(text("2026-01-31"), "2026-01-31T00:00:00Z");
    }
}
