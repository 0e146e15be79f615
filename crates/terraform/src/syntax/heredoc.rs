//! Texts of many lines: heredocs and template files.

use std::collections::HashMap;

use super::ast::Expr;
use super::parser::{Parse, Parser};
use super::template::{Piece, Pieces};

/// The offset of the last line that contains nothing but a certain word, by that word: such a line can end a heredoc.
///
/// Without it, the whole text would be searched once for each unclosed heredoc.
#[derive(Default)]
pub(super) struct LoneWords<'a>(Option<HashMap<&'a str, usize>>);

impl<'a> LoneWords<'a> {
    pub(super) fn last_line_of(&mut self, word: &str, text: &'a str) -> Option<usize> {
        self.0.get_or_insert_with(|| lone_words(text)).get(word).copied()
    }
}

fn lone_words(text: &str) -> HashMap<&str, usize> {
    let mut words = HashMap::new();
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
        let word = text[start..end].trim();
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') || !byte.is_ascii();
        if !word.is_empty() && word.bytes().all(is_word) {
            words.insert(word, start);
        }
        start = end + 1;
    }
    words
}

impl Parser<'_> {
    /// A heredoc at the next token.
    pub(super) fn heredoc(&mut self) -> Parse<Expr> {
        let open = self.take();
        let introduction = self.text_of(open);
        let (indented, name) = match introduction.strip_prefix("<<-") {
            Some(name) => (true, name),
            None => (false, &introduction[2..]),
        };
        if self.lone_words.last_line_of(name, self.text).is_none_or(|line| line < open.end) {
            let help = format!("End it with a line that contains only `{name}`.");
            return Err(self.error("a heredoc is not closed", open.start..open.end, "opened here", help));
        }
        let mut pieces = Pieces::default();
        self.resume_text_at(self.behind_line(open.end));
        loop {
            let start = self.position;
            let line_end = self.behind_line(start);
            let line = &self.text[start..line_end];
            if line.trim() == name && line.ends_with('\n') {
                let end = start + line.trim_end().len();
                self.resume_text_at(end);
                break;
            }
            if line.is_empty() {
                // The line that could have ended it is inside a sequence.
                let help = format!("End it with a line that contains only `{name}`.");
                return Err(self.error("a heredoc is not closed", open.start..open.end, "opened here", help));
            }
            if let Some(lone) = self.line_pieces(&mut pieces)? {
                let help = "End lines with LF or CRLF.";
                return Err(self.error("a carriage return without a line feed", lone..lone + 1, "", help));
            }
        }
        let end = self.position;
        if indented {
            remove_indentation(&mut pieces.list);
        }
        let kind = self.template(pieces)?;
        self.resume_text_at(end);
        Ok(self.expr(kind, open.start))
    }

    /// The pieces of all that is left of the text.
    pub(super) fn bare_pieces(&mut self) -> Parse<Pieces> {
        let mut pieces = Pieces::default();
        while self.position < self.text.len() {
            if self.line_pieces(&mut pieces)?.is_some() {
                // HCL's scanner gives up here, and takes the rest for text.
                let mut rest = String::new();
                while let Some(letter) = self.text[self.position..].chars().next() {
                    match letter {
                        '$' | '%' => self.dollar(&mut rest),
                        _ => {
                            rest.push(letter);
                            self.resume_text_at(self.position + letter.len_utf8());
                        }
                    }
                }
                pieces.text(&mut rest);
            }
        }
        Ok(pieces)
    }

    /// The pieces of a line, to after its break, or of what is left of it after a sequence of several lines. They end
    /// before a carriage return that belongs to no line break; where it is, is returned.
    fn line_pieces(&mut self, pieces: &mut Pieces) -> Parse<Option<usize>> {
        let bytes = self.bytes();
        let mut text = String::new();
        loop {
            let from = self.position;
            let mut at = memchr::memchr3(b'\n', b'$', b'%', &bytes[from..]).map_or(bytes.len(), |plain| from + plain);
            let lone = lone_carriage_return(bytes, from, at);
            at = lone.unwrap_or(at);
            text.push_str(&self.text[from..at]);
            self.resume_text_at(at);
            match bytes.get(at) {
                Some(b'$' | b'%') if bytes.get(at + 1) == Some(&b'{') => {
                    pieces.text(&mut text);
                    self.sequence(pieces)?;
                }
                Some(b'$' | b'%') => {
                    self.dollar(&mut text);
                    self.space_behind_dollar(at, &mut text, pieces);
                }
                other => {
                    if other == Some(&b'\n') {
                        text.push('\n');
                        self.resume_text_at(at + 1);
                    }
                    pieces.text(&mut text);
                    return Ok(lone);
                }
            }
        }
    }

    /// Ends a piece between a space after a plain `$` or `%` and the line break, as HCL's scanner does: a strip marker
    /// on the next line takes the line break alone.
    fn space_behind_dollar(&mut self, dollar: usize, text: &mut String, pieces: &mut Pieces) {
        let bytes = self.bytes();
        if self.position == dollar + 1
            && let Some(&space @ (b' ' | b'\t')) = bytes.get(dollar + 1)
            && bytes.get(dollar + 2) == Some(&b'\n')
        {
            text.push(char::from(space));
            self.resume_text_at(dollar + 2);
            pieces.text(text);
        }
    }

    /// Where the line ends that holds `at`, after its break.
    fn behind_line(&self, at: usize) -> usize {
        memchr::memchr(b'\n', &self.bytes()[at..]).map_or(self.text.len(), |found| at + found + 1)
    }
}

/// A carriage return in a range that is not followed by a line feed.
fn lone_carriage_return(bytes: &[u8], from: usize, to: usize) -> Option<usize> {
    let mut returns = memchr::memchr_iter(b'\r', &bytes[from..to]).map(|found| from + found);
    returns.find(|&found| bytes.get(found + 1) != Some(&b'\n'))
}

/// Removes from each line the indentation that all of them have, as `<<-` requires.
///
/// A line of nothing but space does not count, and keeps its space. A line counts as one only if the text before it
/// ends with a line break that no strip marker removed.
fn remove_indentation(pieces: &mut [Piece]) {
    let mut least = usize::MAX;
    let mut at_line_start = true;
    let mut lines = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let text = match piece {
            Piece::Text(text) => text,
            _ => {
                if std::mem::take(&mut at_line_start) {
                    least = 0;
                }
                continue;
            }
        };
        if at_line_start {
            let blank = text.trim_start().is_empty() && text.ends_with('\n');
            if !blank {
                least = least.min(indentation(text));
                lines.push(index);
            }
        }
        at_line_start = text.ends_with('\n');
    }
    for index in lines {
        if let Some(Piece::Text(text)) = pieces.get_mut(index) {
            let removed: usize = text.chars().take(least).map(char::len_utf8).sum();
            text.drain(..removed);
        }
    }
}

/// The number of characters of space that a line begins with.
fn indentation(line: &str) -> usize {
    line.chars().take_while(|letter| letter.is_whitespace()).count()
}
