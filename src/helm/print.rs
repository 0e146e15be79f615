//! How Go prints values: `%v`, numbers, quoted strings.

use std::fmt::Write;

use super::limits::MAX_VALUE_DEPTH;
use super::object::Object;
use super::provenance::{Mark, Trails};
use super::value::{Tracked, Value};

/// A value as `%v` prints it.
pub(super) fn plain(value: &Value) -> String {
    let mut out = String::new();
    write_plain(&mut out, value, 0);
    out
}

fn write_plain(out: &mut String, value: &Value, depth: usize) {
    if depth > MAX_VALUE_DEPTH {
        return;
    }
    match value {
        Value::Nil => out.push_str("<nil>"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Int(value, _) => {
            let _ = write!(out, "{value}");
        }
        Value::Float(value) => out.push_str(&float(*value)),
        Value::String(text) => out.push_str(&text.lossy()),
        Value::Bytes(bytes) => {
            out.push('[');
            for (number, byte) in bytes.bytes().iter().enumerate() {
                if number > 0 {
                    out.push(' ');
                }
                push_byte(out, *byte);
            }
            out.push(']');
        }
        Value::List(list) => {
            out.push('[');
            for (number, item) in list.items().iter().enumerate() {
                if number > 0 {
                    out.push(' ');
                }
                write_plain(out, &item.value, depth + 1);
            }
            out.push(']');
        }
        Value::Map(map) => {
            out.push_str("map[");
            for (number, (key, item)) in map.entries().iter().enumerate() {
                if number > 0 {
                    out.push(' ');
                }
                out.push_str(key);
                out.push(':');
                write_plain(out, &item.value, depth + 1);
            }
            out.push(']');
        }
        Value::Object(object) => match (object.print(), &**object) {
            (Some(text), _) => out.push_str(&text),
            (None, Object::Struct(fields)) => {
                out.push('{');
                for (number, (.., item)) in fields.fields.iter().enumerate() {
                    if number > 0 {
                        out.push(' ');
                    }
                    write_plain(out, &item.value, depth + 1);
                }
                out.push('}');
            }
            (None, _) => {}
        },
    }
}

/// A byte in decimal digits. Charts print whole files so, by printing everything that a template sees.
fn push_byte(out: &mut String, byte: u8) {
    for (least, unit) in [(100, 100), (10, 10), (0, 1)] {
        if byte >= least {
            out.push(char::from(b'0' + byte / unit % 10));
        }
    }
}

/// The shortest digits that stand for a number, and the exponent of the first one.
fn digits(value: f64) -> (String, i32) {
    let text = format!("{:e}", value.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (mantissa.replace('.', ""), exponent.parse().unwrap_or(0))
}

fn not_finite(value: f64) -> Option<&'static str> {
    if value.is_nan() {
        Some("NaN")
    } else if value.is_infinite() {
        Some(if value > 0.0 { "+Inf" } else { "-Inf" })
    } else {
        None
    }
}

/// Go's `strconv.FormatFloat(value, 'g', -1, 64)`, which `%v` uses: an exponent from 1e+06 on, and below 1e-04.
pub(super) fn float(value: f64) -> String {
    if let Some(text) = not_finite(value) {
        return text.to_owned();
    }
    let (digits, exponent) = digits(value);
    if !(-4..6).contains(&exponent) {
        scientific(value, &digits, exponent)
    } else {
        positional(value, &digits, exponent)
    }
}

/// Go's `%e` with the digits given: at least two digits of exponent.
pub(super) fn scientific(value: f64, digits: &str, exponent: i32) -> String {
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let (first, rest) = digits.split_at(1);
    let point = if rest.is_empty() { "" } else { "." };
    let exponent_sign = if exponent < 0 { '-' } else { '+' };
    format!("{sign}{first}{point}{rest}e{exponent_sign}{:02}", exponent.abs())
}

fn positional(value: f64, digits: &str, exponent: i32) -> String {
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let count = digits.len();
    match usize::try_from(exponent) {
        Err(_) => {
            let zeros = "0".repeat(usize::try_from(-exponent - 1).unwrap_or(0));
            format!("{sign}0.{zeros}{digits}")
        }
        Ok(exponent) if exponent + 1 >= count => format!("{sign}{digits}{}", "0".repeat(exponent + 1 - count)),
        Ok(exponent) => format!("{sign}{}.{}", &digits[..=exponent], &digits[exponent + 1..]),
    }
}

/// The number as Go's JSON has it; nothing for what JSON cannot say.
pub(super) fn json_float(value: f64) -> Option<String> {
    if !value.is_finite() {
        return None;
    }
    let size = value.abs();
    let (digits, exponent) = digits(value);
    if size != 0.0 && !(1e-6..1e21).contains(&size) {
        let text = scientific(value, &digits, exponent);
        // Go takes the zero out of `e-07`.
        return Some(match text.split_once("e-0") {
            Some((mantissa, digit)) if digit.len() == 1 => format!("{mantissa}e-{digit}"),
            _ => text,
        });
    }
    Some(positional(value, &digits, exponent))
}

/// Go's `strconv.Quote`, which `%q` uses.
pub(super) fn quote(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() + 2);
    out.push('"');
    quoted(bytes, |part, _| out.push_str(part));
    out.push('"');
    out
}

/// The parts of a quoted string in order, each with the bytes that it stands for.
pub(super) fn quoted(bytes: &[u8], mut part: impl FnMut(&str, std::ops::Range<usize>)) {
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid();
        let mut from = 0;
        for (offset, char) in valid.char_indices() {
            let escape = match char {
                '"' => "\\\"".to_owned(),
                '\\' => "\\\\".to_owned(),
                '\u{7}' => "\\a".to_owned(),
                '\u{8}' => "\\b".to_owned(),
                '\u{c}' => "\\f".to_owned(),
                '\n' => "\\n".to_owned(),
                '\r' => "\\r".to_owned(),
                '\t' => "\\t".to_owned(),
                '\u{b}' => "\\v".to_owned(),
                char if is_printable(char) => continue,
                char if u32::from(char) < 0x20 || char == '\u{7f}' => format!("\\x{:02x}", u32::from(char)),
                char if u32::from(char) < 0x1_0000 => format!("\\u{:04x}", u32::from(char)),
                char => format!("\\U{:08x}", u32::from(char)),
            };
            if from < offset {
                part(&valid[from..offset], at + from..at + offset);
            }
            from = offset + char.len_utf8();
            part(&escape, at + offset..at + from);
        }
        if from < valid.len() {
            part(&valid[from..], at + from..at + valid.len());
        }
        at += valid.len();
        for byte in chunk.invalid() {
            part(&format!("\\x{byte:02x}"), at..at + 1);
            at += 1;
        }
    }
}

/// Go's `unicode.IsPrint`, as far as it matters: letters, marks, numbers, punctuation, symbols and the plain space.
pub(super) fn is_printable(char: char) -> bool {
    if char == ' ' {
        return true;
    }
    let format = matches!(u32::from(char),
        0xad | 0x600..=0x605 | 0x61c | 0x6dd | 0x70f | 0x180e | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f
        | 0xe000..=0xf8ff | 0xfeff | 0xfff0..=0xfffb | 0xfffe..=0xffff | 0xe0000..=0xe0fff | 0xf0000..);
    !(char.is_control() || char.is_whitespace() || format)
}

/// A mark for all of a value.
pub(super) fn mark(value: &Tracked, trails: &Trails) -> Mark {
    match &value.value {
        Value::String(text) | Value::Bytes(text) => text.mark(value.mark, trails),
        _ => value.mark,
    }
}

/// What a function made comes from its arguments, unless it knows better.
pub(super) fn inherit(result: &mut Tracked, arguments: &[Tracked], trails: &Trails) {
    if result.mark != Mark::NONE {
        return;
    }
    match &result.value {
        Value::String(text) if text.runs().is_some() => return,
        Value::List(_) | Value::Map(_) | Value::Object(_) => return,
        _ => {}
    }
    for argument in arguments {
        let of_argument = mark(argument, trails);
        if of_argument != Mark::NONE {
            result.mark = trails.both(result.mark, of_argument);
        }
    }
}
