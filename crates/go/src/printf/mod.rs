//! `fmt.Sprintf`, over any kind of value.
//!
//! Source: `fmt/print.go` and `fmt/format.go`.

mod directive;
mod number;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

pub use directive::Directive;
use directive::Reader;

use crate::{float, quote};

/// How deep values may nest before they are assumed to contain themselves.
const MAX_DEPTH: usize = 1_000;
/// The longest text that [`sprintf`] makes, in bytes.
const MAX_TEXT: usize = 64 * 1024 * 1024;

/// What a value is to the verbs.
#[derive(Debug, Clone, Copy)]
pub enum Kind<'a> {
    /// `nil`.
    Nil,
    /// A truth value.
    Bool(bool),
    /// An integer of any size.
    Integer(i64),
    /// A floating-point number.
    Float(f64),
    /// A string, which need not be UTF-8.
    String(&'a [u8]),
    /// A slice of bytes.
    Bytes(&'a [u8]),
    /// A slice or an array: [`Printable::items`] has what is in it.
    List,
    /// A map: [`Printable::entries`] has what is in it.
    Map,
    /// Anything else: [`Printable::text`] has its text.
    Other,
}

/// A value that can be printed.
pub trait Printable {
    /// What it is to the verbs.
    fn kind(&self) -> Kind<'_>;

    /// Go's name of its type, as `%T` prints it.
    fn type_name(&self) -> &str;

    /// Passes the items of a list to `each`, in order.
    fn items(&self, _each: &mut dyn FnMut(&dyn Printable)) {}

    /// Passes the keys and values of a map to `each`, by key.
    fn entries(&self, _each: &mut dyn FnMut(&str, &dyn Printable)) {}

    /// What `%v` prints for a value of another kind.
    fn text(&self) -> String {
        String::new()
    }
}

/// A value for [`sprintf`].
#[derive(Debug, Clone)]
pub enum Argument {
    /// Go's `int64`.
    Integer(i64),
    /// Go's `float64`.
    Float(f64),
    /// Go's `string`.
    Text(String),
}

impl Printable for Argument {
    fn kind(&self) -> Kind<'_> {
        match self {
            Self::Integer(value) => Kind::Integer(*value),
            Self::Float(value) => Kind::Float(*value),
            Self::Text(text) => Kind::String(text.as_bytes()),
        }
    }

    fn type_name(&self) -> &str {
        match self {
            Self::Integer(_) => "int64",
            Self::Float(_) => "float64",
            Self::Text(_) => "string",
        }
    }
}

/// `fmt.Sprintf`. What is wrong with the format or a value is part of the text, as in Go: `%!d(string=a)`.
///
/// # Errors
/// The text becomes longer than 64 MB.
pub fn sprintf(format: &str, values: &[Argument]) -> Result<String, String> {
    let mut out = Vec::new();
    pieces(format.as_bytes(), values, |piece| {
        match piece {
            Piece::Literal(range) => out.extend_from_slice(&format.as_bytes()[range]),
            Piece::Made(text) => out.extend_from_slice(text.as_bytes()),
            Piece::Value(index, directive) => directive.print(&values[index], &mut out),
        }
        if out.len() > MAX_TEXT { Err("the text becomes too long".to_owned()) } else { Ok(()) }
    })?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// A piece of what a format and its values make.
#[derive(Debug, Clone)]
pub enum Piece {
    /// A part of the format itself.
    Literal(Range<usize>),
    /// A text of its own: the `%` of `%%`, or a complaint such as `%!d(MISSING)`.
    Made(Cow<'static, str>),
    /// The value with this index, to be printed by the directive.
    Value(usize, Directive),
}

/// Takes a format apart for callers who keep track of where each piece comes from; [`sprintf`] joins the pieces.
///
/// # Errors
/// The first error of `each`, which receives the pieces in order.
pub fn pieces<V: Printable, E>(
    format: &[u8],
    values: &[V],
    mut each: impl FnMut(Piece) -> Result<(), E>,
) -> Result<(), E> {
    let made = |text: String| Piece::Made(text.into());
    let mut at = 0;
    let mut next = 0;
    let mut reordered = false;
    while at < format.len() {
        let literal = memchr::memchr(b'%', &format[at..]).map_or(format.len(), |found| at + found);
        if literal > at {
            each(Piece::Literal(at..literal))?;
        }
        if literal == format.len() {
            break;
        }
        let mut reader =
            Reader { bytes: format, at: literal + 1, next, count: values.len(), reordered, bad_index: false };
        let mut directive = reader.directive(values);
        at = reader.at;
        next = reader.next;
        reordered = reader.reordered;
        let Some(verb) = verb_at(format, &mut at) else {
            each(Piece::Made("%!(NOVERB)".into()))?;
            break;
        };
        directive.verb = verb;
        // `%+v` asks for the names of fields, not for signs.
        directive.plus &= verb != 'v';
        each(match values.get(next) {
            _ if verb == '%' => Piece::Made("%".into()),
            _ if reader.bad_index => made(format!("%!{verb}(BADINDEX)")),
            None => made(format!("%!{verb}(MISSING)")),
            Some(_) => {
                next += 1;
                Piece::Value(next - 1, directive)
            }
        })?;
    }
    if !reordered && next < values.len() {
        let extra: Vec<String> = values[next..]
            .iter()
            .map(|value| match value.kind() {
                Kind::Nil => "<nil>".to_owned(),
                _ => format!("{}={}", value.type_name(), plain(value)),
            })
            .collect();
        each(made(format!("%!(EXTRA {})", extra.join(", "))))?;
    }
    Ok(())
}

fn verb_at(bytes: &[u8], at: &mut usize) -> Option<char> {
    let rest = &bytes[*at..];
    let text = String::from_utf8_lossy(&rest[..rest.len().min(4)]);
    let verb = text.chars().next()?;
    *at += verb.len_utf8().min(rest.len());
    Some(verb)
}

/// A value as `%v` prints it.
#[must_use]
pub fn plain(value: &dyn Printable) -> String {
    let mut out = String::new();
    write_plain(&mut out, value, 0);
    out
}

/// Appends a value as `%v` prints it; `depth` is how deep the value is nested already.
fn write_plain(out: &mut String, value: &dyn Printable, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    match value.kind() {
        Kind::Nil => out.push_str("<nil>"),
        Kind::Bool(value) => out.push_str(if value { "true" } else { "false" }),
        Kind::Integer(value) => {
            let _ = write!(out, "{value}");
        }
        Kind::Float(value) => out.push_str(&float(value)),
        Kind::String(text) => out.push_str(&String::from_utf8_lossy(text)),
        Kind::Bytes(bytes) => {
            out.push('[');
            for (number, byte) in bytes.iter().enumerate() {
                if number > 0 {
                    out.push(' ');
                }
                push_byte(out, *byte);
            }
            out.push(']');
        }
        Kind::List => {
            out.push('[');
            let mut first = true;
            value.items(&mut |item| {
                if !std::mem::take(&mut first) {
                    out.push(' ');
                }
                write_plain(out, item, depth + 1);
            });
            out.push(']');
        }
        Kind::Map => {
            out.push_str("map[");
            let mut first = true;
            value.entries(&mut |key, item| {
                if !std::mem::take(&mut first) {
                    out.push(' ');
                }
                out.push_str(key);
                out.push(':');
                write_plain(out, item, depth + 1);
            });
            out.push(']');
        }
        Kind::Other => out.push_str(&value.text()),
    }
}

/// A byte in decimal digits, without the formatting machinery: templates print whole files like this.
fn push_byte(out: &mut String, byte: u8) {
    for (least, unit) in [(100, 100), (10, 10), (0, 1)] {
        if byte >= least {
            out.push(char::from(b'0' + byte / unit % 10));
        }
    }
}

impl Directive {
    /// Appends what the directive makes of a value.
    pub fn print(&self, value: &dyn Printable, out: &mut Vec<u8>) {
        self.write(out, value, 0);
    }

    fn write(&self, out: &mut Vec<u8>, value: &dyn Printable, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        let verb = self.verb;
        if verb == 'T' {
            return self.pad(out, value.type_name().as_bytes());
        }
        match value.kind() {
            Kind::Nil if verb == 'v' => self.pad(out, b"<nil>"),
            Kind::Nil => out.extend_from_slice(format!("%!{verb}(<nil>)").as_bytes()),
            Kind::Bool(value) if matches!(verb, 'v' | 't') => {
                self.pad(out, if value { b"true" } else { b"false" });
            }
            Kind::Integer(number) => match self.integer(number) {
                Some(text) => self.pad_number(out, &text),
                None => self.bad_verb(out, value, depth),
            },
            Kind::Float(number) => match self.float(number) {
                Some(text) => self.pad_number(out, &text),
                None => self.bad_verb(out, value, depth),
            },
            Kind::String(text) => self.string(out, text, value),
            Kind::Bytes(text) if matches!(verb, 's' | 'q' | 'x' | 'X') => self.string(out, text, value),
            Kind::Bytes(bytes) => {
                out.push(b'[');
                for (number, byte) in bytes.iter().enumerate() {
                    if number > 0 {
                        out.push(b' ');
                    }
                    self.write(out, &Byte(*byte), depth + 1);
                }
                out.push(b']');
            }
            Kind::List => {
                out.push(b'[');
                let mut first = true;
                value.items(&mut |item| {
                    if !std::mem::take(&mut first) {
                        out.push(b' ');
                    }
                    self.write(out, item, depth + 1);
                });
                out.push(b']');
            }
            Kind::Map => {
                out.extend_from_slice(b"map[");
                let mut first = true;
                value.entries(&mut |key, item| {
                    if !std::mem::take(&mut first) {
                        out.push(b' ');
                    }
                    self.write(out, &Key(key), depth + 1);
                    out.push(b':');
                    self.write(out, item, depth + 1);
                });
                out.push(b']');
            }
            Kind::Other if matches!(verb, 'v' | 's') => self.pad(out, value.text().as_bytes()),
            Kind::Bool(_) | Kind::Other => self.bad_verb(out, value, depth),
        }
    }

    /// The value follows as `%v` prints it, width and precision included.
    fn bad_verb(&self, out: &mut Vec<u8>, value: &dyn Printable, depth: usize) {
        out.extend_from_slice(format!("%!{}({}=", self.verb, value.type_name()).as_bytes());
        Self { verb: 'v', ..*self }.write(out, value, depth + 1);
        out.push(b')');
    }

    fn string(&self, out: &mut Vec<u8>, bytes: &[u8], value: &dyn Printable) {
        // Precision and width count characters.
        let cut = |bytes: &[u8]| match self.precision {
            None => bytes.to_vec(),
            Some(limit) => String::from_utf8_lossy(bytes).chars().take(limit).collect::<String>().into_bytes(),
        };
        match self.verb {
            'v' if self.sharp => self.pad(out, quote(bytes).as_bytes()),
            'v' | 's' => self.pad(out, &cut(bytes)),
            'q' if self.sharp && !bytes.contains(&b'`') => {
                self.pad(out, &[b"`".as_slice(), &cut(bytes), b"`"].concat());
            }
            'q' if self.plus => self.pad(out, ascii(&quote(&cut(bytes))).as_bytes()),
            'q' => self.pad(out, quote(&cut(bytes)).as_bytes()),
            'x' | 'X' => {
                let limit = self.precision.unwrap_or(bytes.len()).min(bytes.len());
                let mut text = String::new();
                for (number, byte) in bytes[..limit].iter().enumerate() {
                    if self.space && number > 0 {
                        text.push(' ');
                    }
                    let _ = if self.verb == 'x' { write!(text, "{byte:02x}") } else { write!(text, "{byte:02X}") };
                }
                self.pad(out, text.as_bytes());
            }
            _ => self.bad_verb(out, value, 0),
        }
    }

    fn pad(&self, out: &mut Vec<u8>, text: &[u8]) {
        let missing = self.width.unwrap_or(0).saturating_sub(String::from_utf8_lossy(text).chars().count());
        let fill = if self.zero && !self.minus { b'0' } else { b' ' };
        if self.minus {
            out.extend_from_slice(text);
        }
        out.extend(std::iter::repeat_n(fill, missing));
        if !self.minus {
            out.extend_from_slice(text);
        }
    }

    /// Zeros go between the sign and the digits.
    fn pad_number(&self, out: &mut Vec<u8>, text: &str) {
        let signed = text.starts_with(['+', '-', ' ']);
        if self.zero && !self.minus && signed {
            let missing = self.width.unwrap_or(0).saturating_sub(text.len());
            out.push(text.as_bytes()[0]);
            out.extend(std::iter::repeat_n(b'0', missing));
            out.extend_from_slice(&text.as_bytes()[1..]);
        } else {
            self.pad(out, text.as_bytes());
        }
    }
}

/// A byte of a slice.
struct Byte(u8);

impl Printable for Byte {
    fn kind(&self) -> Kind<'_> {
        Kind::Integer(self.0.into())
    }

    fn type_name(&self) -> &str {
        "int"
    }
}

/// A key of a map.
struct Key<'a>(&'a str);

impl Printable for Key<'_> {
    fn kind(&self) -> Kind<'_> {
        Kind::String(self.0.as_bytes())
    }

    fn type_name(&self) -> &str {
        "string"
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

#[cfg(test)]
mod tests;
