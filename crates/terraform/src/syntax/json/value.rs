//! JSON text to values that know where they are.
//!
//! Properties stay as they are written, repeated ones included: several properties of one name are several blocks.

use std::ops::Range;

use super::super::error::excerpt;
use super::super::parser::{MAX_NESTING, Parse};
use seaworthy_source::{Diagnostic, SourceFile, Span};

/// A value, and its bytes.
pub(super) struct Json {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
}

pub(super) enum Kind {
    Null,
    Bool(bool),
    /// A number as it is written.
    Number(String),
    String(Text),
    Array(Vec<Json>),
    Object(Vec<Member>),
}

/// A property of an object.
pub(super) struct Member {
    pub(super) key: Text,
    pub(super) value: Json,
}

/// A string, and its bytes, quotes included.
pub(super) struct Text {
    /// What it says, escapes resolved.
    pub(super) text: String,
    pub(super) range: Range<usize>,
    /// From each first offset in `text` on, the text is that of the file from the second offset on.
    pub(super) steps: Vec<(usize, usize)>,
}

impl Json {
    /// For messages.
    pub(super) fn kind_name(&self) -> &'static str {
        match self.kind {
            Kind::Null => "null",
            Kind::Bool(_) => "a boolean",
            Kind::Number(_) => "a number",
            Kind::String(_) => "a string",
            Kind::Array(_) => "a list",
            Kind::Object(_) => "an object",
        }
    }
}

/// Reads the values of a file.
pub(super) struct Reader<'a> {
    file: &'a SourceFile,
    text: &'a str,
    at: usize,
    nesting: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(file: &'a SourceFile) -> Self {
        let text = file.text();
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self { file, text, at, nesting: 0 }
    }

    /// Hands over each property of the object, or of the list of objects, that a file is. After an error, the
    /// properties before it have been handed over.
    pub(super) fn file(&mut self, mut take: impl FnMut(Member)) -> Parse<()> {
        match self.peek() {
            Some(b'{') => self.members(&mut take)?,
            Some(b'[') => {
                self.sequence(b']', |reader| match reader.peek() {
                    Some(b'{') => reader.members(&mut take),
                    _ => Err(reader
                        .error("expected an object", "A JSON configuration file is an object or a list of objects.")),
                })?
            }
            _ => {
                return Err(
                    self.error("expected an object", "A JSON configuration file is an object or a list of objects.")
                );
            }
        }
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.error(
                "expected the end of the file",
                "A JSON configuration file is one object: remove what follows it.",
            )),
        }
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count();
        self.text.as_bytes().get(self.at).copied()
    }

    fn error(&self, expected: &str, help: &str) -> Box<Diagnostic> {
        let found = self.text[self.at..].chars().next();
        let (found, range) = match found {
            Some(letter) => (format!("`{letter}`"), self.at..self.at + letter.len_utf8()),
            None => {
                let seen = self.text.trim_end();
                let last = seen.chars().next_back().map_or(0, char::len_utf8);
                ("the end of the file".to_owned(), seen.len() - last..seen.len())
            }
        };
        self.error_at(format!("{expected}, found {found}"), range, help)
    }

    fn error_at(&self, message: impl Into<String>, at: Range<usize>, help: &str) -> Box<Diagnostic> {
        let message = format!("invalid JSON: {}; the rest of the file was not evaluated", message.into());
        let span = Span::new(self.file.id(), at.start, at.end);
        Box::new(Diagnostic::error(self.file.name(), message).at(span, "").help(help))
    }

    fn value(&mut self) -> Parse<Json> {
        let next = self.peek();
        let start = self.at;
        let kind = match next {
            Some(b'{') => {
                let mut members = Vec::new();
                self.members(&mut |member| members.push(member))?;
                Kind::Object(members)
            }
            Some(b'[') => {
                let mut elements = Vec::new();
                self.sequence(b']', |reader| {
                    elements.push(reader.value()?);
                    Ok(())
                })?;
                Kind::Array(elements)
            }
            Some(b'"') => Kind::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => Kind::Number(self.number()?),
            _ => self.word()?,
        };
        Ok(Json { kind, range: start..self.at })
    }

    fn word(&mut self) -> Parse<Kind> {
        let rest = &self.text[self.at..];
        let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let kind = match &rest[..length] {
            "null" => Kind::Null,
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            "" => {
                return Err(
                    self.error("expected a value", "Write a value here, or remove the comma or colon before it.")
                );
            }
            word => {
                let message = format!("`{}` is not a valid value", excerpt(word));
                return Err(self.error_at(message, self.at..self.at + length, "Put double quotes around strings."));
            }
        };
        self.at += length;
        Ok(kind)
    }

    /// What is between an opening bracket, which is next, and its closing one, with commas between the items.
    fn sequence(&mut self, close: u8, mut item: impl FnMut(&mut Self) -> Parse<()>) -> Parse<()> {
        self.nesting += 1;
        if self.nesting > MAX_NESTING {
            let message = format!("nested more than {MAX_NESTING} levels deep");
            return Err(self.error_at(message, self.at..self.at + 1, "Nest it less deeply."));
        }
        self.at += 1;
        if self.peek() != Some(close) {
            loop {
                item(self)?;
                match self.peek() {
                    Some(b',') => self.at += 1,
                    Some(next) if next == close => break,
                    _ => {
                        let expected = format!("expected `,` or `{}`", char::from(close));
                        return Err(self.error(&expected, "Add the missing bracket or comma before it."));
                    }
                }
            }
        }
        self.at += 1;
        self.nesting -= 1;
        Ok(())
    }

    fn members(&mut self, take: &mut dyn FnMut(Member)) -> Parse<()> {
        self.sequence(b'}', |reader| {
            if reader.peek() != Some(b'"') {
                return Err(reader.error(
                    "expected the name of a property",
                    "Put it in double quotes; the last property must not be followed by a comma.",
                ));
            }
            let key = reader.string()?;
            if reader.peek() != Some(b':') {
                return Err(reader.error("expected `:`", "Write properties as `\"name\": value`."));
            }
            reader.at += 1;
            let value = reader.value()?;
            take(Member { key, value });
            Ok(())
        })
    }

    fn number(&mut self) -> Parse<String> {
        let rest = &self.text[self.at..];
        let length =
            rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')).count();
        let number = &rest[..length];
        if !is_number(number) {
            let message = format!("`{}` is not a number", excerpt(number));
            return Err(self.error_at(message, self.at..self.at + length, "Put double quotes around strings."));
        }
        self.at += length;
        Ok(number.to_owned())
    }

    fn string(&mut self) -> Parse<Text> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        self.at += 1;
        let mut text = String::new();
        let mut steps = vec![(0, self.at)];
        loop {
            let from = self.at;
            let plain = bytes[from..].iter().position(|&byte| byte == b'"' || byte == b'\\' || byte < b' ');
            self.at = plain.map_or(bytes.len(), |plain| from + plain);
            text.push_str(&self.text[from..self.at]);
            match bytes.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Text { text, range: start..self.at, steps });
                }
                Some(b'\\') => {
                    text.push(self.escape()?);
                    steps.push((text.len(), self.at));
                }
                _ => {
                    let help = "Close it with `\"` on the same line; write `\\n` for a line break.";
                    return Err(self.error_at("a string is not closed", start..self.at, help));
                }
            }
        }
    }

    fn escape(&mut self) -> Parse<char> {
        let letter = match self.text.as_bytes().get(self.at + 1) {
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(&plain @ (b'"' | b'\\' | b'/')) => char::from(plain),
            Some(b'u') => {
                let Some((letter, length)) = code_point(&self.text[self.at..]) else {
                    let help = "`\\u` must be followed by four hexadecimal digits.";
                    return Err(self.error_at("incomplete escape", self.at..self.at + 2, help));
                };
                self.at += length;
                return Ok(letter);
            }
            _ => {
                let help = "Write `\\\\` for a backslash.";
                return Err(self.error_at("unknown escape", self.at..self.at + 1, help));
            }
        };
        self.at += 2;
        Ok(letter)
    }
}

/// The character of `\uXXXX`, or of two of them that are the halves of one, and the length of what was written. A half
/// alone is the replacement character, as Go reads it.
fn code_point(text: &str) -> Option<(char, usize)> {
    let unit = |at: usize| -> Option<u32> {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
    };
    let first = unit(0)?;
    if let (0xD800..0xDC00, Some(second @ 0xDC00..0xE000)) = (first, unit(6)) {
        let whole = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        return char::from_u32(whole).map(|letter| (letter, 12));
    }
    Some((char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), 6))
}

/// Whether a text is a number as JSON writes it.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && digits(fraction)
        && digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))
}
