//! Go's `encoding/json`.

use super::as_json_value;
use crate::limits::{MAX_TEXT, MAX_VALUE_DEPTH};
use crate::provenance::Mark;
use crate::text::{Builder, Text};
use crate::value::{Tracked, Value};

/// How JSON is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Style {
    /// Two spaces a level, or none at all.
    pub(crate) pretty: bool,
    /// Whether `<`, `>` and `&` are written as escapes.
    pub(crate) escape_html: bool,
}

/// The value as JSON; an error where JSON cannot say it.
pub(crate) fn print(value: &Tracked, style: Style) -> Result<Builder, String> {
    let mut printer = Printer { out: Builder::default(), style };
    printer.value(value, Mark::NONE, 0)?;
    Ok(printer.out)
}

struct Printer {
    out: Builder,
    style: Style,
}

impl Printer {
    fn value(&mut self, value: &Tracked, inherited: Mark, depth: usize) -> Result<(), String> {
        if depth > MAX_VALUE_DEPTH || self.out.len() > MAX_TEXT {
            return Err("json: unsupported value: encountered a cycle".into());
        }
        let value = as_json_value(value, inherited);
        let mark = value.mark;
        match &value.value {
            Value::Nil => self.out.push(b"null", mark),
            Value::Bool(value) => self.out.push(if *value { b"true" } else { b"false" }, mark),
            Value::Int(value, _) => self.out.push(value.to_string().as_bytes(), mark),
            Value::Float(value) => {
                let text = seaworthy_go::json_float(*value)
                    .ok_or_else(|| format!("json: unsupported value: {}", seaworthy_go::float(*value)))?;
                self.out.push(text.as_bytes(), mark);
            }
            Value::String(text) => self.string(text, mark),
            Value::List(list) => {
                self.out.push(b"[", mark);
                for (number, item) in list.items().iter().enumerate() {
                    if number > 0 {
                        self.out.push(b",", mark);
                    }
                    self.line(depth + 1, mark);
                    self.value(item, mark, depth + 1)?;
                }
                if !list.items().is_empty() {
                    self.line(depth, mark);
                }
                self.out.push(b"]", mark);
            }
            Value::Map(map) => {
                let entries = map.entries();
                self.out.push(b"{", mark);
                for (number, (key, item)) in entries.iter().enumerate() {
                    if number > 0 {
                        self.out.push(b",", mark);
                    }
                    let of_item = item.mark.or(mark);
                    self.line(depth + 1, of_item);
                    self.string(&Text::from(&**key), of_item);
                    self.out.push(if self.style.pretty { b": " } else { b":" }, of_item);
                    self.value(item, mark, depth + 1)?;
                }
                if !entries.is_empty() {
                    self.line(depth, mark);
                }
                self.out.push(b"}", mark);
            }
            Value::Bytes(_) | Value::Object(_) => self.out.push(b"null", mark),
        }
        Ok(())
    }

    fn line(&mut self, depth: usize, mark: Mark) {
        if self.style.pretty {
            self.out.push(format!("\n{}", "  ".repeat(depth)).as_bytes(), mark);
        }
    }

    fn string(&mut self, text: &Text, outer: Mark) {
        self.out.push(b"\"", text.mark_at(0, outer));
        let mut from = 0;
        let bytes = text.bytes();
        let mut at = 0;
        for chunk in bytes.utf8_chunks() {
            for (offset, char) in chunk.valid().char_indices() {
                let offset = at + offset;
                let escape = match char {
                    '"' => "\\\"".to_owned(),
                    '\\' => "\\\\".to_owned(),
                    '\n' => "\\n".to_owned(),
                    '\r' => "\\r".to_owned(),
                    '\t' => "\\t".to_owned(),
                    '\u{8}' => "\\b".to_owned(),
                    '\u{c}' => "\\f".to_owned(),
                    '<' | '>' | '&' if self.style.escape_html => format!("\\u{:04x}", u32::from(char)),
                    char if u32::from(char) < 0x20 || matches!(char, '\u{2028}' | '\u{2029}') => {
                        format!("\\u{:04x}", u32::from(char))
                    }
                    _ => continue,
                };
                self.out.push_part(text, outer, from..offset);
                self.out.push(escape.as_bytes(), text.mark_at(offset, outer));
                from = offset + char.len_utf8();
            }
            at += chunk.valid().len();
            if !chunk.invalid().is_empty() {
                self.out.push_part(text, outer, from..at);
                self.out.push(b"\\ufffd", text.mark_at(at, outer));
                at += chunk.invalid().len();
                from = at;
            }
        }
        self.out.push_part(text, outer, from..bytes.len());
        self.out.push(b"\"", text.mark_at(bytes.len().saturating_sub(1), outer));
    }
}
