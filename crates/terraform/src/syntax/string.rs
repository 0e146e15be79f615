//! Strings in quotes, and the text of template files.

use std::sync::Arc;

use super::ast::{Expr, ExprKind};
use super::parser::{Parse, Parser};
use super::template::Pieces;

impl Parser<'_> {
    /// A string at the next token.
    pub(super) fn string(&mut self) -> Parse<Expr> {
        let open = self.take();
        if let Some(text) = self.simple_string() {
            return Ok(self.expr(ExprKind::String(text), open.start));
        }
        let pieces = self.quoted_pieces(open.start)?;
        let kind = self.template(pieces)?;
        Ok(self.expr(kind, open.start))
    }

    /// A string at the next token without template sequences: a label.
    pub(super) fn plain_string(&mut self) -> Parse<Arc<str>> {
        let open = self.take();
        if let Some(text) = self.simple_string() {
            return Ok(text);
        }
        let pieces = self.quoted_pieces(open.start)?;
        match self.template(pieces)? {
            ExprKind::String(text) => Ok(text),
            _ => Err(self.error(
                "a label cannot be computed",
                open.start..self.position,
                "",
                "Write a plain string; for a literal `${`, write `$${`.",
            )),
        }
    }

    /// The rest of a string without escapes and sequences, which most are.
    fn simple_string(&mut self) -> Option<Arc<str>> {
        let rest = &self.bytes()[self.position..];
        let end = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | b'$' | b'%' | b'\n' | b'\r'))?;
        if rest[end] != b'"' {
            return None;
        }
        let text = &self.text[self.position..self.position + end];
        self.resume_text_at(self.position + end + 1);
        Some(self.names.get(text))
    }

    /// The pieces of a string, from after its first quote to after its last one.
    fn quoted_pieces(&mut self, start: usize) -> Parse<Pieces> {
        let bytes = self.bytes();
        let mut pieces = Pieces::default();
        let mut text = String::new();
        loop {
            let from = self.position;
            let plain =
                bytes[from..].iter().position(|byte| matches!(byte, b'"' | b'\\' | b'$' | b'%' | b'\n' | b'\r'));
            let at = plain.map_or(bytes.len(), |plain| from + plain);
            text.push_str(&self.text[from..at]);
            self.resume_text_at(at);
            match bytes.get(at) {
                Some(b'\\') => text.push(self.escape()?),
                Some(b'$' | b'%') if bytes.get(at + 1) == Some(&b'{') => {
                    pieces.text(&mut text);
                    self.sequence(&mut pieces)?;
                }
                Some(b'$' | b'%') => self.dollar(&mut text),
                Some(b'"') => {
                    pieces.text(&mut text);
                    self.resume_text_at(at + 1);
                    return Ok(pieces);
                }
                _ => {
                    let help = "Close the string with `\"` on the same line; for line breaks, write `\\n` or a heredoc: `<<EOT`.";
                    return Err(self.error("a string is not closed", start..at, "not closed on this line", help));
                }
            }
        }
    }

    /// A `$` or `%` that begins no sequence, at the position: itself, or, doubled before `{`, an escape.
    pub(super) fn dollar(&mut self, text: &mut String) {
        let rest = &self.text[self.position..];
        let (plain, length) = if rest.starts_with("$${") {
            ("${", 3)
        } else if rest.starts_with("%%{") {
            ("%{", 3)
        } else {
            (&rest[..1], 1)
        };
        text.push_str(plain);
        self.resume_text_at(self.position + length);
    }

    /// An escape at the position.
    fn escape(&mut self) -> Parse<char> {
        let rest = &self.text[self.position + 1..];
        let (letter, length) = match rest.chars().next() {
            Some('n') => ('\n', 1),
            Some('r') => ('\r', 1),
            Some('t') => ('\t', 1),
            Some('"') => ('"', 1),
            Some('\\') => ('\\', 1),
            Some('u') => (self.code_point(rest, 4)?, 5),
            Some('U') => (self.code_point(rest, 8)?, 9),
            other => {
                let length = other.filter(|letter| !matches!(letter, '\n' | '\r')).map_or(0, char::len_utf8);
                let message = format!("`\\{}` is not a valid escape", &rest[..length]);
                let help = "Valid escapes are `\\n`, `\\r`, `\\t`, `\\\"`, `\\\\`, `\\uXXXX` and `\\UXXXXXXXX`; write `\\\\` for a backslash.";
                return Err(self.error(message, self.position..self.position + 1 + length, "", help));
            }
        };
        self.resume_text_at(self.position + 1 + length);
        Ok(letter)
    }

    /// The character of `\u` or `\U`, which has so many digits.
    fn code_point(&self, rest: &str, digits: usize) -> Parse<char> {
        let hex = rest.get(1..1 + digits).filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let letter = hex.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
        letter.ok_or_else(|| {
            let length = rest.bytes().skip(1).take(digits).take_while(u8::is_ascii_hexdigit).count();
            let escape = &rest[..1 + length];
            let message = format!("`\\{escape}` is not a character");
            let help = format!(
                "`\\{}` must be followed by the {digits} hexadecimal digits of a Unicode character.",
                &rest[..1]
            );
            self.error(message, self.position..self.position + 1 + escape.len(), "", help)
        })
    }
}
