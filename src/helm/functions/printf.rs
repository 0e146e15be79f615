//! Go's `fmt.Sprintf`. Source: `fmt/print.go` and `fmt/format.go`.

use std::fmt::Write;

use super::conversions;
use crate::helm::limits::MAX_VALUE_DEPTH;
use crate::helm::print;
use crate::helm::provenance::Mark;
use crate::helm::text::{Builder, Text};
use crate::helm::value::{IntType, Tracked, Value};

/// Widths and precisions above this are refused by Go, too.
const MAX_WIDTH: usize = 1_000_000;

#[derive(Debug, Clone, Copy, Default)]
struct Spec {
    minus: bool,
    plus: bool,
    sharp: bool,
    space: bool,
    zero: bool,
    width: Option<usize>,
    precision: Option<usize>,
}

/// A value that others than templates print.
#[derive(Debug, Clone)]
pub(crate) enum Argument {
    Integer(i64),
    Float(f64),
    Text(String),
}

/// `fmt.Sprintf` for others than templates.
pub(crate) fn sprintf(text: &str, arguments: &[Argument]) -> Result<String, String> {
    let value = |argument: &Argument| match argument {
        Argument::Integer(value) => Value::Int(*value, IntType::Int64),
        Argument::Float(value) => Value::Float(*value),
        Argument::Text(text) => Value::from(text.as_str()),
    };
    let values: Vec<Tracked> =
        arguments.iter().map(|argument| Tracked { value: value(argument), mark: Mark::NONE }).collect();
    let printed = format(&Text::new(text.as_bytes()), Mark::NONE, &values)?;
    Ok(String::from_utf8_lossy(printed.bytes()).into_owned())
}

/// Formats `values` by `format`; literal text keeps the format's marks, what a verb prints those of its value.
pub(super) fn format(format: &Text, mark: Mark, values: &[Tracked]) -> Result<Builder, String> {
    let bytes = format.bytes();
    let mut out = Builder::default();
    let mut at = 0;
    let mut next = 0;
    let mut reordered = false;
    while at < bytes.len() {
        let literal = memchr::memchr(b'%', &bytes[at..]).map_or(bytes.len(), |found| at + found);
        out.push_part(format, mark, at..literal);
        if literal == bytes.len() {
            break;
        }
        let mut parser = Directive { bytes, at: literal + 1, next, count: values.len(), reordered, bad_index: false };
        let mut spec = parser.spec(values);
        at = parser.at;
        next = parser.next;
        reordered = parser.reordered;
        let Some(verb) = verb_at(bytes, &mut at) else {
            out.push(b"%!(NOVERB)", mark);
            break;
        };
        // `%+v` asks for the names of fields, not for signs.
        spec.plus &= verb != 'v';
        match values.get(next) {
            _ if verb == '%' => out.push(b"%", mark),
            _ if parser.bad_index => out.push(format!("%!{verb}(BADINDEX)").as_bytes(), mark),
            None => out.push(format!("%!{verb}(MISSING)").as_bytes(), mark),
            Some(value) => {
                next += 1;
                push(&mut out, value, verb, spec);
            }
        }
        if out.len() > crate::helm::limits::MAX_TEXT {
            return Err("the text becomes too long".into());
        }
    }
    if !reordered && next < values.len() {
        let extra: Vec<String> = values[next..]
            .iter()
            .map(|value| match &value.value {
                Value::Nil => "<nil>".to_owned(),
                other => format!("{}={}", other.type_name(), print::plain(other)),
            })
            .collect();
        out.push(format!("%!(EXTRA {})", extra.join(", ")).as_bytes(), mark);
    }
    Ok(out)
}

fn verb_at(bytes: &[u8], at: &mut usize) -> Option<char> {
    let rest = &bytes[*at..];
    let text = String::from_utf8_lossy(&rest[..rest.len().min(4)]);
    let verb = text.chars().next()?;
    *at += verb.len_utf8().min(rest.len());
    Some(verb)
}

struct Directive<'a> {
    bytes: &'a [u8],
    at: usize,
    next: usize,
    count: usize,
    reordered: bool,
    bad_index: bool,
}

impl Directive<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn spec(&mut self, values: &[Tracked]) -> Spec {
        let mut spec = Spec::default();
        loop {
            match self.peek() {
                Some(b'#') => spec.sharp = true,
                Some(b'0') => spec.zero = true,
                Some(b'+') => spec.plus = true,
                Some(b'-') => spec.minus = true,
                Some(b' ') => spec.space = true,
                _ => break,
            }
            self.at += 1;
        }
        self.index();
        if self.peek() == Some(b'*') {
            self.at += 1;
            let width = self.star(values);
            spec.minus |= width.is_some_and(|width| width < 0);
            spec.width = width.and_then(|width| usize::try_from(width.unsigned_abs()).ok()).map(|w| w.min(MAX_WIDTH));
        } else {
            spec.width = self.number();
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.index();
            if self.peek() == Some(b'*') {
                self.at += 1;
                spec.precision =
                    self.star(values).and_then(|value| usize::try_from(value).ok()).map(|p| p.min(MAX_WIDTH));
            } else {
                spec.precision = Some(self.number().unwrap_or(0));
            }
        }
        self.index();
        spec
    }

    fn number(&mut self) -> Option<usize> {
        let start = self.at;
        let mut value = 0_usize;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            value = (value * 10 + usize::from(digit - b'0')).min(MAX_WIDTH);
            self.at += 1;
        }
        (self.at > start).then_some(value)
    }

    fn star(&mut self, values: &[Tracked]) -> Option<i64> {
        let value = values.get(self.next).map(|value| &value.value);
        self.next += 1;
        match value {
            Some(Value::Int(value, _)) => Some(*value),
            _ => None,
        }
    }

    /// `[n]` chooses the argument.
    fn index(&mut self) {
        if self.peek() != Some(b'[') {
            return;
        }
        self.reordered = true;
        self.at += 1;
        let number = self.number();
        match number {
            Some(number) if (1..=self.count).contains(&number) && self.peek() == Some(b']') => {
                self.next = number - 1;
                self.at += 1;
            }
            _ => {
                self.bad_index = true;
                if let Some(end) = memchr::memchr(b']', &self.bytes[self.at..]) {
                    self.at += end + 1;
                }
            }
        }
    }
}

fn push(out: &mut Builder, value: &Tracked, verb: char, spec: Spec) {
    let plain = spec.width.is_none() && spec.precision.is_none();
    match (&value.value, verb) {
        (Value::String(text) | Value::Bytes(text), 's') | (Value::String(text), 'v') if plain && !spec.sharp => {
            out.push_text(text, value.mark);
        }
        (Value::String(_), 'q') if plain && !spec.sharp && !spec.plus => {
            let text = conversions::text_of(value);
            out.push(b"\"", text.mark_at(0, value.mark));
            print::quoted(text.bytes(), |shown, range| {
                if shown.as_bytes() == &text.bytes()[range.clone()] {
                    out.push_part(&text, value.mark, range);
                } else {
                    out.push(shown.as_bytes(), text.mark_at(range.start, value.mark));
                }
            });
            out.push(b"\"", text.mark_at(text.len().saturating_sub(1), value.mark));
        }
        _ => {
            let mut shown = Vec::new();
            write(&mut shown, &value.value, verb, spec, 0);
            let mark = match &value.value {
                Value::String(text) => text.mark_at(0, value.mark),
                _ => value.mark,
            };
            out.push(&shown, mark);
        }
    }
}

fn write(out: &mut Vec<u8>, value: &Value, verb: char, spec: Spec, depth: usize) {
    if depth > MAX_VALUE_DEPTH {
        return;
    }
    if verb == 'T' {
        return pad(out, value.type_name().as_bytes(), spec);
    }
    match value {
        Value::Nil if verb == 'v' => pad(out, b"<nil>", spec),
        Value::Nil => out.extend_from_slice(format!("%!{verb}(<nil>)").as_bytes()),
        Value::Bool(value) if matches!(verb, 'v' | 't') => {
            pad(out, if *value { b"true" } else { b"false" }, spec);
        }
        Value::Int(value, of) => match integer(*value, verb, spec) {
            Some(text) => pad_number(out, &text, spec),
            None => bad_verb(out, &Value::Int(*value, *of), verb, spec, depth),
        },
        Value::Float(value) => match float(*value, verb, spec) {
            Some(text) => pad_number(out, &text, spec),
            None => bad_verb(out, &Value::Float(*value), verb, spec, depth),
        },
        Value::String(text) => string(out, text.bytes(), value, verb, spec),
        Value::Bytes(text) if matches!(verb, 's' | 'q' | 'x' | 'X') => string(out, text.bytes(), value, verb, spec),
        Value::Bytes(text) => {
            let items = text.bytes().iter().map(|byte| Value::int(i64::from(*byte)));
            sequence(out, items, verb, spec, depth);
        }
        Value::List(list) => sequence(out, list.items().iter().map(|item| item.value.clone()), verb, spec, depth),
        Value::Map(map) => {
            out.extend_from_slice(b"map[");
            for (number, (key, item)) in map.entries().iter().enumerate() {
                if number > 0 {
                    out.push(b' ');
                }
                write(out, &Value::from(&**key), verb, spec, depth + 1);
                out.push(b':');
                write(out, &item.value, verb, spec, depth + 1);
            }
            out.push(b']');
        }
        Value::Object(_) if matches!(verb, 'v' | 's') => pad(out, print::plain(value).as_bytes(), spec),
        other => bad_verb(out, other, verb, spec, depth),
    }
}

fn sequence(out: &mut Vec<u8>, items: impl Iterator<Item = Value>, verb: char, spec: Spec, depth: usize) {
    out.push(b'[');
    for (number, item) in items.enumerate() {
        if number > 0 {
            out.push(b' ');
        }
        write(out, &item, verb, spec, depth + 1);
    }
    out.push(b']');
}

/// The value follows as `%v` prints it, width and precision included.
fn bad_verb(out: &mut Vec<u8>, value: &Value, verb: char, spec: Spec, depth: usize) {
    out.extend_from_slice(format!("%!{verb}({}=", value.type_name()).as_bytes());
    write(out, value, 'v', spec, depth + 1);
    out.push(b')');
}

fn string(out: &mut Vec<u8>, bytes: &[u8], value: &Value, verb: char, spec: Spec) {
    // Precision and width count characters.
    let cut = |bytes: &[u8]| match spec.precision {
        None => bytes.to_vec(),
        Some(limit) => String::from_utf8_lossy(bytes).chars().take(limit).collect::<String>().into_bytes(),
    };
    match verb {
        'v' if spec.sharp => pad(out, print::quote(bytes).as_bytes(), spec),
        'v' | 's' => pad(out, &cut(bytes), spec),
        'q' if spec.sharp && !bytes.contains(&b'`') => {
            pad(out, &[b"`".as_slice(), &cut(bytes), b"`"].concat(), spec);
        }
        'q' if spec.plus => pad(out, ascii(&print::quote(&cut(bytes))).as_bytes(), spec),
        'q' => pad(out, print::quote(&cut(bytes)).as_bytes(), spec),
        'x' | 'X' => {
            let limit = spec.precision.unwrap_or(bytes.len()).min(bytes.len());
            let mut text = String::new();
            for (number, byte) in bytes[..limit].iter().enumerate() {
                if spec.space && number > 0 {
                    text.push(' ');
                }
                let _ = if verb == 'x' { write!(text, "{byte:02x}") } else { write!(text, "{byte:02X}") };
            }
            pad(out, text.as_bytes(), spec);
        }
        _ => bad_verb(out, value, verb, spec, 0),
    }
}

/// What is not ASCII as escapes.
fn ascii(text: &str) -> String {
    let escape = |char: char| match u32::from(char) {
        0..0x80 => char.to_string(),
        code @ 0x80..0x1_0000 => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    };
    text.chars().map(escape).collect()
}

fn integer(value: i64, verb: char, spec: Spec) -> Option<String> {
    let size = value.unsigned_abs();
    let prefix = |prefix: &'static str| if spec.sharp { prefix } else { "" };
    let mut digits = match verb {
        'v' | 'd' => size.to_string(),
        'b' => format!("{}{size:b}", prefix("0b")),
        'o' => format!("{}{size:o}", prefix("0")),
        'O' => format!("0o{size:o}"),
        'x' => format!("{}{size:x}", prefix("0x")),
        'X' => format!("{}{size:X}", prefix("0X")),
        'c' => return Some(code(value).to_string()),
        'q' => return Some(format!("'{}'", code(value))),
        'U' => return Some(format!("U+{size:04X}")),
        _ => return None,
    };
    if let Some(precision) = spec.precision {
        digits = format!("{}{digits}", "0".repeat(precision.saturating_sub(digits.len())));
    }
    Some(format!("{}{digits}", sign(value < 0, spec)))
}

fn code(value: i64) -> char {
    u32::try_from(value).ok().and_then(char::from_u32).unwrap_or('\u{fffd}')
}

fn sign(negative: bool, spec: Spec) -> &'static str {
    match (negative, spec.plus, spec.space) {
        (true, ..) => "-",
        (false, true, _) => "+",
        (false, false, true) => " ",
        _ => "",
    }
}

fn float(value: f64, verb: char, spec: Spec) -> Option<String> {
    let size = value.abs();
    if !value.is_finite() {
        return matches!(verb, 'v' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G').then(|| print::float(value));
    }
    let text = match (verb, spec.precision) {
        ('v' | 'g', None) => print::float(size),
        ('G', None) => print::float(size).to_uppercase(),
        ('f' | 'F', precision) => format!("{size:.*}", precision.unwrap_or(6)),
        ('e' | 'E', precision) => {
            let text = exponent(&format!("{size:.*e}", precision.unwrap_or(6)));
            if verb == 'E' { text.to_uppercase() } else { text }
        }
        ('v' | 'g' | 'G', Some(precision)) => {
            let text = general(size, precision.max(1));
            if verb == 'G' { text.to_uppercase() } else { text }
        }
        _ => return None,
    };
    Some(format!("{}{text}", sign(value.is_sign_negative(), spec)))
}

/// Rust's exponent, written as Go writes it.
fn exponent(text: &str) -> String {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (sign, digits) = match exponent.strip_prefix('-') {
        Some(digits) => ('-', digits),
        None => ('+', exponent),
    };
    format!("{mantissa}e{sign}{digits:0>2}")
}

/// `%.3g`: so many digits, without zeros at the end.
fn general(size: f64, precision: usize) -> String {
    let scientific = format!("{size:.*e}", precision - 1);
    let (mantissa, power) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let power: i32 = power.parse().unwrap_or(0);
    let strip = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    };
    if power < -4 || power >= i32::try_from(precision).unwrap_or(i32::MAX) {
        return exponent(&format!("{}e{power}", strip(mantissa)));
    }
    let decimals = usize::try_from(i32::try_from(precision).unwrap_or(0) - 1 - power).unwrap_or(0);
    strip(&format!("{size:.decimals$}"))
}

fn pad(out: &mut Vec<u8>, text: &[u8], spec: Spec) {
    let missing = spec.width.unwrap_or(0).saturating_sub(String::from_utf8_lossy(text).chars().count());
    let fill = if spec.zero && !spec.minus { b'0' } else { b' ' };
    if spec.minus {
        out.extend_from_slice(text);
    }
    out.extend(std::iter::repeat_n(fill, missing));
    if !spec.minus {
        out.extend_from_slice(text);
    }
}

/// Zeros go between the sign and the digits.
fn pad_number(out: &mut Vec<u8>, text: &str, spec: Spec) {
    let signed = text.starts_with(['+', '-', ' ']);
    if spec.zero && !spec.minus && signed {
        let missing = spec.width.unwrap_or(0).saturating_sub(text.len());
        out.push(text.as_bytes()[0]);
        out.extend(std::iter::repeat_n(b'0', missing));
        out.extend_from_slice(&text.as_bytes()[1..]);
    } else {
        pad(out, text.as_bytes(), spec);
    }
}
