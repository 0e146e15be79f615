//! Syntax errors.

use std::borrow::Cow;
use std::ops::Range;

use super::parser::Parser;
use super::place::Place;
use super::token::{Kind, Token};
use seaworthy_source::Diagnostic;

/// The longest text that messages repeat, in characters.
const EXCERPT: usize = 60;

/// A text as messages quote it: shortened if it is very long.
pub(super) fn excerpt(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(EXCERPT) {
        None => text.into(),
        Some((end, _)) => format!("{}…", &text[..end]).into(),
    }
}

impl Parser<'_> {
    /// An error about a range of bytes.
    pub(super) fn error(
        &self,
        message: impl Into<String>,
        at: Range<usize>,
        label: &str,
        help: impl Into<String>,
    ) -> Box<Diagnostic> {
        Box::new(Diagnostic::error(self.subject, message).at(self.span(at.start, at.end), label).help(help))
    }

    /// The error of a token that is not valid here.
    pub(super) fn unexpected(&self, found: Token, expected: &str, help: &str) -> Box<Diagnostic> {
        let message = format!("expected {expected}, found {}", self.describe(found));
        let help = self.misspelling(found).unwrap_or(help);
        self.error(message, self.visible(found), "unexpected", help)
    }

    /// An error about something that was opened and has no end.
    pub(super) fn unclosed(&self, found: Token, open: Range<usize>, what: &str, close: &str) -> Box<Diagnostic> {
        let help = match found.kind {
            Kind::End => "Close it, or look for a missing bracket or quote before it.",
            _ => self.misspelling(found).unwrap_or("Add the missing bracket or comma before it."),
        };
        let message = format!("{what} is not closed: expected {close}, found {}", self.describe(found));
        let mut error = self.error(message, self.visible(found), "unexpected", help);
        error.labels.push((self.span(open.start, open.end), "opened here".to_owned()));
        error
    }

    /// A token as messages name it.
    fn describe(&self, token: Token) -> String {
        match token.kind {
            Kind::End if matches!(self.place, Place::From(..)) => "the end of the file".to_owned(),
            Kind::End => "the end of the text".to_owned(),
            Kind::Newline => "the end of the line".to_owned(),
            Kind::Quote => "a string".to_owned(),
            Kind::OpenComment => "an unclosed comment".to_owned(),
            _ => format!("`{}`", excerpt(self.text_of(token))),
        }
    }

    /// The range to underline for a token: at the end of the text, the last visible character.
    fn visible(&self, token: Token) -> Range<usize> {
        if token.kind != Kind::End {
            return token.start..token.end;
        }
        let seen = self.text.trim_end();
        seen.len() - seen.chars().next_back().map_or(0, char::len_utf8)..seen.len()
    }

    /// A hint for characters that other languages use and this one does not have.
    fn misspelling(&self, token: Token) -> Option<&'static str> {
        match token.kind {
            Kind::Invalid => {}
            Kind::OpenComment => return Some("Close the comment with `*/`."),
            Kind::Less if self.text[token.end..].starts_with('<') => {
                return Some("A heredoc's name must be the last thing on its line: `<<EOT`.");
            }
            _ => return None,
        }
        match self.text_of(token) {
            "'" => Some("Use double quotes for strings: `\"`."),
            "`" => Some("Use double quotes for strings, or a heredoc for several lines: `<<EOT`."),
            "\u{201c}" | "\u{201d}" => Some("Replace the curly quote with `\"`."),
            ";" => {
                Some("End arguments and blocks with a line break; separate the items of a list or object with commas.")
            }
            "&" => Some("Write `&&` for \"and\"."),
            "|" => Some("Write `||` for \"or\"."),
            "\r" => Some("End lines with LF or CRLF."),
            _ => Some("This character is only allowed in strings and comments."),
        }
    }
}
