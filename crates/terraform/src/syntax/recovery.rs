//! Where parsing continues after an error: at the end of the block or argument that it is in.
//!
//! It ends where its brackets are closed. If they are unbalanced, which is often the error, it ends before the next
//! line that looks like a top-level block: such blocks are not indented, but their content is.

use super::heredoc::LoneWords;
use super::token;

/// The types of top-level blocks.
const TOP_BLOCKS: [&str; 16] = [
    "terraform",
    "provider",
    "variable",
    "locals",
    "output",
    "module",
    "resource",
    "data",
    "ephemeral",
    "action",
    "moved",
    "removed",
    "import",
    "check",
    "run",
    "list",
];

/// How often the bytes of a text are read again in total: reading the rest of the text after every error would take
/// quadratic time.
const READ_AGAIN: usize = 16;

/// How many bytes are read again even in a short text.
const READ_AGAIN_AT_LEAST: usize = 64 * 1024;

/// Finds where parsing continues after errors.
pub(super) struct Recovery<'a> {
    text: &'a str,
    lone_words: LoneWords<'a>,
    /// How many more bytes can be read again.
    budget: usize,
}

/// Where an item ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Its brackets are closed there.
    Balanced(usize),
    /// They are not, and the next block begins there.
    NextBlock(usize),
}

impl End {
    pub(super) fn offset(self) -> usize {
        match self {
            Self::Balanced(offset) | Self::NextBlock(offset) => offset,
        }
    }
}

/// What the next `}` or `"` closes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Brace,
    Bracket,
    Quote,
    Sequence,
}

impl<'a> Recovery<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let budget = READ_AGAIN_AT_LEAST.saturating_add(text.len().saturating_mul(READ_AGAIN));
        Self { text, lone_words: LoneWords::default(), budget }
    }

    /// The end of the item at `start`, in which parsing reached `reached` before the error; `None` if too much was read
    /// again already.
    pub(super) fn end_of(&mut self, start: usize, reached: usize) -> Option<End> {
        let (end, read) = self.find_end(start);
        let spent = (read - start) + reached.saturating_sub(end.offset());
        self.budget = self.budget.checked_sub(spent)?;
        Some(end)
    }

    /// The end, and how far the text was read to find it.
    fn find_end(&mut self, start: usize) -> (End, usize) {
        let bytes = self.text.as_bytes();
        let lone_words = &mut self.lone_words;
        let mut scan = Scan { text: self.text, lone_words, at: start, open: Vec::new(), comments_end: true };
        let mut was_open = false;
        while scan.at < bytes.len() {
            if scan.at > start && bytes[scan.at - 1] == b'\n' && begins_top_block(&self.text[scan.at..]) {
                return (End::NextBlock(scan.at), scan.at);
            }
            let at_break = bytes[scan.at] == b'\n';
            scan.step();
            was_open |= !scan.open.is_empty();
            if !scan.open.is_empty() {
                continue;
            }
            if was_open && bytes[scan.at - 1] == b'}' {
                return (End::Balanced(token::line_end(bytes, scan.at)), scan.at);
            }
            // A brace on a line of its own belongs to the item before it, even if wrongly.
            if at_break && bytes.get(token::skip_spaces(bytes, scan.at)) != Some(&b'{') {
                return (End::Balanced(scan.at), scan.at);
            }
        }
        // Never closed. A later line can still start an argument of a file of variables.
        let next = next_argument(self.text, token::line_end(bytes, start)).unwrap_or(self.text.len());
        (End::NextBlock(next), self.text.len())
    }
}

/// Scans a text with errors.
struct Scan<'a, 'b> {
    text: &'a str,
    lone_words: &'b mut LoneWords<'a>,
    at: usize,
    open: Vec<Open>,
    /// Whether there may still be a `*/` to come.
    comments_end: bool,
}

impl Scan<'_, '_> {
    /// Skips one character, comment or heredoc.
    fn step(&mut self) {
        let bytes = self.text.as_bytes();
        let byte = bytes[self.at];
        if self.open.last() == Some(&Open::Quote) {
            return self.step_in_string(byte);
        }
        self.at += 1;
        match byte {
            b'#' => self.at = token::line_end(bytes, self.at),
            b'/' if bytes.get(self.at) == Some(&b'/') => self.at = token::line_end(bytes, self.at),
            b'/' if bytes.get(self.at) == Some(&b'*') && self.comments_end => {
                match memchr::memmem::find(&bytes[self.at..], b"*/") {
                    Some(found) => self.at += found + 2,
                    None => self.comments_end = false,
                }
            }
            b'"' => self.open.push(Open::Quote),
            b'{' => self.open.push(Open::Brace),
            b'[' | b'(' => self.open.push(Open::Bracket),
            b'}' => self.close_brace(),
            b']' | b')' if self.open.last() == Some(&Open::Bracket) => drop(self.open.pop()),
            b'<' if bytes.get(self.at) == Some(&b'<') => self.skip_heredoc(),
            _ => {}
        }
    }

    fn step_in_string(&mut self, byte: u8) {
        let bytes = self.text.as_bytes();
        let next = bytes.get(self.at + 1).copied();
        self.at += 1;
        match byte {
            // A string ends with its line: it was not closed.
            b'\n' => {
                let string = self.open.iter().position(|open| *open == Open::Quote).unwrap_or(0);
                self.open.truncate(string);
            }
            b'\\' if next != Some(b'\n') => self.at = (self.at + 1).min(bytes.len()),
            b'"' => drop(self.open.pop()),
            b'$' | b'%' if next == Some(byte) && bytes.get(self.at + 1) == Some(&b'{') => self.at += 2,
            b'$' | b'%' if next == Some(b'{') => {
                self.at += 1;
                self.open.push(Open::Sequence);
            }
            _ => {}
        }
    }

    /// Closes the innermost brace, and whatever bracket was left open in it.
    fn close_brace(&mut self) {
        while self.open.pop_if(|open| *open == Open::Bracket).is_some() {}
        self.open.pop();
    }

    /// Skips to the end of the heredoc whose second `<` is next, if it ends.
    fn skip_heredoc(&mut self) {
        let opening = token::token(self.text, self.at - 1);
        if opening.kind != token::Kind::Heredoc {
            return;
        }
        let name = self.text[opening.start + 2..opening.end].trim_start_matches('-');
        if self.lone_words.last_line_of(name, self.text).is_none_or(|line| line < opening.end) {
            return;
        }
        let mut line = opening.end;
        for text in self.text[line..].split_inclusive('\n') {
            line += text.len();
            if text.trim() == name {
                self.at = line - 1;
                return;
            }
        }
    }
}

/// Whether a line looks like a top-level block: a known type, followed by labels or a brace.
fn begins_top_block(line: &str) -> bool {
    let word = line.split(|letter: char| !letter.is_ascii_alphabetic()).next().unwrap_or_default();
    let rest = line[word.len()..].trim_start_matches([' ', '\t']);
    let labelled =
        rest.len() < line.len() - word.len() && rest.starts_with(|c: char| c == '"' || c.is_ascii_alphabetic());
    TOP_BLOCKS.contains(&word) && (rest.starts_with('{') || labelled)
}

/// The offset of the next line after `from` that looks like a top-level argument: `name =`.
fn next_argument(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        let name = line.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).unwrap_or(line.len());
        let rest = line[name..].trim_start_matches([' ', '\t']);
        if name > 0 && at > from && rest.starts_with('=') && !rest.starts_with("==") {
            return Some(at);
        }
        at += line.len();
    }
    None
}
