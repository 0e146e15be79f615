//! What is said about a text that is not as it should be.

use std::borrow::Cow;
use std::ops::Range;

use super::parser::Parser;
use super::place::Place;
use super::token::{Kind, Token};
use seaworthy_source::Diagnostic;

/// The longest text that messages repeat, in characters.
const EXCERPT: usize = 60;

/// A text as messages name it: as it is, unless it is absurdly long.
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

    /// An error about a token that is not the one that has to come here.
    pub(super) fn unexpected(&self, found: Token, expected: &str, help: &str) -> Box<Diagnostic> {
        let message = format!("expected {expected}, found {}", self.describe(found));
        let help = self.misspelling(found).unwrap_or(help);
        self.error(message, self.visible(found), "unexpected", help)
    }

    /// An error about something that was opened and has no end.
    pub(super) fn unclosed(&self, found: Token, open: Range<usize>, what: &str, close: &str) -> Box<Diagnostic> {
        let help = match found.kind {
            Kind::End => "Close it, or look for another bracket or quote that is missing before it.",
            _ => self.misspelling(found).unwrap_or("Add what is missing before it."),
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
            Kind::OpenComment => "a comment without an end".to_owned(),
            _ => format!("`{}`", excerpt(self.text_of(token))),
        }
    }

    /// What to underline of a token: at the end of the text, the last thing that can be seen.
    fn visible(&self, token: Token) -> Range<usize> {
        if token.kind != Kind::End {
            return token.start..token.end;
        }
        let seen = self.text.trim_end();
        seen.len() - seen.chars().next_back().map_or(0, char::len_utf8)..seen.len()
    }

    /// What was probably meant by something that the language does not have.
    fn misspelling(&self, token: Token) -> Option<&'static str> {
        match token.kind {
            Kind::Invalid => {}
            Kind::OpenComment => return Some("Close the comment with `*/`."),
            Kind::Less if self.text[token.end..].starts_with('<') => {
                return Some("The line that a heredoc begins on ends right behind its name: `<<EOT`.");
            }
            _ => return None,
        }
        match self.text_of(token) {
            "'" => Some("Strings stand in double quotes: `\"`."),
            "`" => Some("Strings stand in double quotes; a text of several lines is a heredoc: `<<EOT`."),
            "\u{201c}" | "\u{201d}" => Some("Replace the curly quote, which comes from a word processor, by `\"`."),
            ";" => {
                Some("Arguments and blocks end with their line; the items of a list or object are divided by commas.")
            }
            "&" => Some("Write `&&` for \"and\"."),
            "|" => Some("Write `||` for \"or\"."),
            "\r" => Some("End lines with a line feed, or with a carriage return and a line feed."),
            _ => Some("The language has no use for this character outside of strings and comments."),
        }
    }
}
