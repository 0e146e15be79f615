//! `.Files`: what a chart holds besides templates.

use regex::bytes::Regex;

use super::context::Context;
use super::emit::yaml;
use super::functions;
use super::text::Text;
use super::value::{Entries, Map, MapType, Tracked, Value};

/// The files of a chart as templates see them.
pub(super) fn object(files: &[super::chart::ChartFile]) -> Map {
    let entries: Entries = files
        .iter()
        .map(|file| (file.name.as_str().into(), Value::Bytes(Text::new(file.data.as_slice())).into()))
        .collect();
    Map::new(entries, MapType::Files)
}

fn bytes(map: &Map, name: &str) -> Text {
    match map.get(name).map(|found| found.value) {
        Some(Value::Bytes(text)) => text,
        _ => Text::from(""),
    }
}

pub(super) fn get(map: &Map, name: &str) -> Tracked {
    Value::String(bytes(map, name)).into()
}

pub(super) fn get_bytes(map: &Map, name: &str) -> Tracked {
    Value::Bytes(bytes(map, name)).into()
}

pub(super) fn lines(map: &Map, name: &str) -> Tracked {
    let text = bytes(map, name);
    if text.is_empty() {
        return Value::strings(Vec::new()).into();
    }
    let body = text.bytes().strip_suffix(b"\n").unwrap_or(text.bytes());
    let lines = body.split(|byte| *byte == b'\n').map(|line| Value::String(Text::new(line)).into());
    Value::strings(lines.collect()).into()
}

pub(super) fn glob(map: &Map, pattern: &str) -> Tracked {
    let regex = glob_regex(pattern).or_else(|| glob_regex("**"));
    let entries = map.entries();
    let matching =
        entries.iter().filter(|(name, _)| regex.as_ref().is_some_and(|regex| regex.is_match(name.as_bytes())));
    let matching = matching.map(|(name, file)| (std::rc::Rc::clone(name), file.clone())).collect();
    Value::Map(Map::new(matching, MapType::Files)).into()
}

pub(super) fn as_config(context: &Context, map: &Map) -> Tracked {
    by_name(context, map, |text| Value::String(text.clone()))
}

pub(super) fn as_secrets(context: &Context, map: &Map) -> Tracked {
    by_name(context, map, |text| Value::from(data_encoding::BASE64.encode(text.bytes())))
}

/// The files as YAML, by the last part of their names.
fn by_name(context: &Context, map: &Map, content: impl Fn(&Text) -> Value) -> Tracked {
    let entries: Entries = map
        .entries()
        .iter()
        .filter_map(|(name, file)| match &file.value {
            Value::Bytes(text) => Some((functions::base_name(name).into(), content(text).into())),
            _ => None,
        })
        .collect();
    let value = Value::Map(Map::new(entries, MapType::Strings)).into();
    yaml::print(&value, context, false).map_or_else(|_| Value::from("").into(), Tracked::from_builder)
}

/// The globs of `github.com/gobwas/glob` with `/` as separator.
fn glob_regex(pattern: &str) -> Option<Regex> {
    let mut out = String::from("(?s)^");
    let mut chars = pattern.chars().peekable();
    let mut depth = 0;
    while let Some(char) = chars.next() {
        match char {
            '*' if chars.peek() == Some(&'*') => {
                chars.next();
                out.push_str(".*");
            }
            '*' => out.push_str("[^/]*"),
            '?' => out.push_str("[^/]"),
            '{' => {
                depth += 1;
                out.push_str("(?:");
            }
            '}' if depth > 0 => {
                depth -= 1;
                out.push(')');
            }
            ',' if depth > 0 => out.push('|'),
            '[' => {
                out.push('[');
                if chars.peek() == Some(&'!') {
                    chars.next();
                    out.push('^');
                }
                for inner in chars.by_ref() {
                    match inner {
                        ']' => break,
                        '-' => out.push('-'),
                        inner => out.push_str(&regex::escape(&inner.to_string())),
                    }
                }
                out.push(']');
            }
            '\\' => out.push_str(&regex::escape(&chars.next()?.to_string())),
            char => out.push_str(&regex::escape(&char.to_string())),
        }
    }
    out.push('$');
    Regex::new(&out).ok()
}
