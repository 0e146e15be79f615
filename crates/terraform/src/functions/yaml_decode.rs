//! YAML as `yamldecode` reads it: one document, YAML 1.1's truth values, whole numbers of any size, merge keys.

use std::collections::HashMap;
use std::sync::Arc;

use granit_parser::{Event, Parser, ScalarStyle, Tag};

use super::{dates, encoding};
use crate::value::{Entries, Number, Value, text};

/// How deep collections may be nested.
const DEPTH_LIMIT: usize = 200;
/// How many values aliases may add: this stops "billion laughs".
const ALIAS_LIMIT: usize = 100_000;

/// The value that a document describes.
pub fn decode(source: &str) -> Result<Value, String> {
    if source.trim_start_matches([' ', '\n']).starts_with('\t') {
        return Err("found character that cannot start any token".into());
    }
    let options = granit_parser::options! {
        block_scalar_eof_without_line_feed: true,
        emit_anchor_events: false,
        emit_comments: false,
        flow_nesting_limit: DEPTH_LIMIT,
        block_nesting_limit: DEPTH_LIMIT
    };
    let mut reader = Reader {
        parser: Parser::new_from_str_with_options(source, options),
        line: 1,
        column: 1,
        anchors: HashMap::new(),
        aliased: 0,
    };
    loop {
        match reader.next()? {
            Some(Event::DocumentStart(..)) => break,
            Some(_) => {}
            None => return Err(reader.wrong("missing start of document")),
        }
    }
    let event = reader.next()?.ok_or_else(|| reader.wrong("expecting value but found end of stream"))?;
    let value = reader.value(event)?;
    loop {
        match reader.next()? {
            Some(Event::DocumentStart(..)) => return Err(reader.wrong("only a single document is allowed")),
            Some(_) => {}
            None => return Ok(value),
        }
    }
}

struct Reader<'a> {
    parser: Parser<'a, granit_parser::StrInput<'a>>,
    line: usize,
    column: usize,
    /// The values of anchors; `None` while they are being read.
    anchors: HashMap<usize, Value>,
    aliased: usize,
}

/// The value of a scalar.
enum Scalar {
    Value(Value),
    /// `<<`
    Merge,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<Option<Event<'a>>, String> {
        match self.parser.next_event() {
            None => Ok(None),
            Some(Ok((event, span))) => {
                self.line = span.start.line();
                self.column = span.start.col() + 1;
                Ok(Some(event))
            }
            Some(Err(error)) => {
                self.line = error.marker().line();
                self.column = error.marker().col() + 1;
                Err(self.wrong(&error.info()))
            }
        }
    }

    fn wrong(&self, problem: &str) -> String {
        format!("on line {}, column {}: {problem}", self.line, self.column)
    }

    fn value(&mut self, event: Event<'a>) -> Result<Value, String> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let value = match resolve(&text, style, tag.as_deref()).map_err(|problem| self.wrong(&problem))? {
                    Scalar::Value(value) => value,
                    Scalar::Merge => Value::string("<<"),
                };
                self.anchors.insert(anchor, value.clone());
                Ok(value)
            }
            Event::Alias(anchor) => {
                let value = self
                    .anchors
                    .get(&anchor)
                    .cloned()
                    .ok_or_else(|| self.wrong("cannot refer to an anchor from inside its own definition"))?;
                self.aliased += size(&value, ALIAS_LIMIT);
                if self.aliased > ALIAS_LIMIT {
                    return Err(self.wrong("aliases expand to too many values"));
                }
                Ok(value)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.check_tag(tag.as_deref(), "seq", "sequence")?;
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        Some(Event::SequenceEnd) | None => break,
                        Some(event) => items.push(self.value(event)?),
                    }
                }
                let value = Value::tuple(items);
                self.anchors.insert(anchor, value.clone());
                Ok(value)
            }
            Event::MappingStart(_, anchor, tag) => {
                self.check_tag(tag.as_deref(), "map", "mapping")?;
                let value = Value::object(self.mapping()?);
                self.anchors.insert(anchor, value.clone());
                Ok(value)
            }
            _ => Err(self.wrong("unexpected parser event")),
        }
    }

    fn check_tag(&self, tag: Option<&Tag>, wanted: &str, what: &str) -> Result<(), String> {
        match tag {
            Some(tag) if tag.core_suffix() != Some(wanted) => {
                let tag = long_tag(tag);
                Err(self.wrong(&format!("can't interpret {what} as {tag}")))
            }
            _ => Ok(()),
        }
    }

    fn mapping(&mut self) -> Result<Entries, String> {
        let mut entries = Entries::new();
        loop {
            let key = match self.next()? {
                Some(Event::MappingEnd) | None => return Ok(entries),
                Some(Event::Scalar(text, style, anchor, tag)) => {
                    let key = resolve(&text, style, tag.as_deref())?;
                    if let Scalar::Value(value) = &key {
                        self.anchors.insert(anchor, value.clone());
                    }
                    key
                }
                Some(_) => return Err(self.wrong("only strings are allowed as mapping keys")),
            };
            let Scalar::Value(key) = key else {
                let event = self.next()?.ok_or_else(|| self.wrong("expecting value but found end of stream"))?;
                let merged = self.value(event)?;
                let Some(merged) = merged.entries() else {
                    let name = merged.ty().name();
                    return Err(self.wrong(&format!("cannot merge {name} into mapping")));
                };
                entries.extend(merged.iter().map(|(key, value)| (key.clone(), value.clone())));
                continue;
            };
            let key: Arc<str> = match crate::value::concat_template(&[key]) {
                Ok(key) => key.as_text().cloned().unwrap_or_default(),
                Err(_) => return Err(self.wrong("mapping key cannot be null")),
            };
            let event = self.next()?.ok_or_else(|| self.wrong("expecting value but found end of stream"))?;
            let value = self.value(event)?;
            entries.insert(key, value);
        }
    }
}

/// How many values a value is made of; no more than `limit` are counted.
fn size(value: &Value, limit: usize) -> usize {
    let mut count = 1;
    let parts = value.items().into_iter().flat_map(|items| items.iter());
    for part in parts.chain(value.entries().into_iter().flat_map(|entries| entries.values())) {
        if count > limit {
            break;
        }
        count += size(part, limit - count.min(limit));
    }
    count
}

fn long_tag(tag: &Tag) -> String {
    match tag.core_suffix() {
        Some(suffix) => format!("tag:yaml.org,2002:{suffix}"),
        None => tag.to_string(),
    }
}

fn resolve(source: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Scalar, String> {
    let value = |value: Value| Ok(Scalar::Value(value));
    let quoted = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
    let long = tag.map(long_tag);
    let tag = match long.as_deref().map(|tag| tag.strip_prefix("tag:yaml.org,2002:").unwrap_or(tag)) {
        None => "",
        Some(suffix @ ("str" | "bool" | "int" | "float" | "null" | "timestamp" | "binary")) => suffix,
        // `!` alone says that it is a text.
        Some("!") => "str",
        Some(_) => return Err(format!("unsupported tag {}", text::quote(long.as_deref().unwrap_or_default()))),
    };
    let first = source.bytes().next();
    let suspect = first
        .is_none_or(|first| matches!(first, b'+' | b'-' | b'.' | b'0'..=b'9' | b'~') || b"yYnNtTfFoO".contains(&first));
    let mut kind = tag;
    if suspect && tag != "str" && tag != "binary" {
        if quoted {
            return value(Value::string(source));
        }
        if let Some(known) = known_word(source) {
            return value(known);
        }
        if tag.is_empty() && matches!(source, ".nan" | ".NaN" | ".NAN") {
            return Err("floating point NaN is not supported".into());
        }
        match first {
            Some(b'.') => {
                if let Some(number) = Number::parse(source) {
                    return value(Value::number(number));
                }
            }
            Some(b'0'..=b'9' | b'+' | b'-') => {
                if (tag.is_empty() || tag == "timestamp")
                    && let Some(time) = dates::parse_yaml(source)
                {
                    return value(Value::string(&time));
                }
                if is_number(source) {
                    kind = "int";
                }
            }
            _ => {}
        }
    }
    if kind.is_empty() && source == "<<" {
        return Ok(Scalar::Merge);
    }
    let refuse = || Err(format!("cannot parse {} as tag:yaml.org,2002:{kind}", text::quote(source)));
    match kind {
        "binary" if encoding::decode_base64(source).is_err() => {
            Err(format!("cannot parse {} as tag:yaml.org,2002:binary: not valid base64", text::quote(source)))
        }
        "int" | "float" => match number(&source.replace('_', "")) {
            Some(number) => value(Value::number(number)),
            None => refuse(),
        },
        "bool" => match known_word(source).filter(|known| known.as_bool().is_some()) {
            Some(known) => value(known),
            None => refuse(),
        },
        "timestamp" => match dates::parse_yaml(source) {
            Some(time) => value(Value::string(&time)),
            None => refuse(),
        },
        "null" => value(Value::null()),
        _ => value(Value::string(source)),
    }
}

fn known_word(source: &str) -> Option<Value> {
    Some(match source {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => true.into(),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => false.into(),
        "" | "~" | "null" | "Null" | "NULL" => Value::null(),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Value::number(Number::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Value::number(Number::NEGATIVE_INFINITY),
        _ => return None,
    })
}

/// `12`, `-3`, `0o17`, `0x1F`, `1.5e3`.
fn is_number(source: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(octal) = source.strip_prefix("0o") {
        return !octal.is_empty() && octal.bytes().all(|byte| matches!(byte, b'0'..=b'7'));
    }
    if let Some(hex) = source.strip_prefix("0x") {
        return !hex.is_empty() && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    let unsigned = source.strip_prefix(['+', '-']).unwrap_or(source);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).map_or((unsigned, None), |(m, e)| (m, Some(e)));
    let exponent_ok = exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)));
    exponent_ok
        && match mantissa.split_once('.') {
            None => digits(mantissa),
            Some(("", fraction)) => digits(fraction),
            Some((whole, fraction)) => digits(whole) && (fraction.is_empty() || digits(fraction)),
        }
}

fn number(plain: &str) -> Option<Number> {
    Number::parse(plain).or_else(|| {
        let (negative, digits) = match plain.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, plain.strip_prefix('+').unwrap_or(plain)),
        };
        let (radix, digits) = match digits.get(..2)? {
            "0x" | "0X" => (16, &digits[2..]),
            "0o" | "0O" => (8, &digits[2..]),
            "0b" | "0B" => (2, &digits[2..]),
            _ => return None,
        };
        let value = i128::from_str_radix(digits, radix).ok().filter(|value| *value <= i128::from(u64::MAX))?;
        Some(Number::from_big(&if negative { -value } else { value }.into()))
    })
}
