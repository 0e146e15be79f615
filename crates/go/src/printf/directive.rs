//! The grammar of directives: `%-8.3f`, `%[2]*d`.

use super::{Kind, Printable};

/// Widths and precisions are cut to this. Go itself rejects larger ones.
const MAX_WIDTH: usize = 1_000_000;

/// A verb with its flags, width and precision.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct Directive {
    /// The letter behind everything else.
    pub verb: char,
    /// `-`: fill on the right.
    pub minus: bool,
    /// `+`: always print a sign.
    pub plus: bool,
    /// `#`: the alternate form.
    pub sharp: bool,
    /// A space: leave room for a sign.
    pub space: bool,
    /// `0`: fill with zeros.
    pub zero: bool,
    /// The least number of characters.
    pub width: Option<usize>,
    /// The number of decimals, or the most characters of a string.
    pub precision: Option<usize>,
}

pub(super) struct Reader<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    pub(super) next: usize,
    pub(super) count: usize,
    pub(super) reordered: bool,
    pub(super) bad_index: bool,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The directive behind a percent sign, up to its verb.
    pub(super) fn directive<V: Printable>(&mut self, values: &[V]) -> Directive {
        let mut directive = Directive::default();
        loop {
            match self.peek() {
                Some(b'#') => directive.sharp = true,
                Some(b'0') => directive.zero = true,
                Some(b'+') => directive.plus = true,
                Some(b'-') => directive.minus = true,
                Some(b' ') => directive.space = true,
                _ => break,
            }
            self.at += 1;
        }
        self.index();
        if self.peek() == Some(b'*') {
            self.at += 1;
            let width = self.star(values);
            directive.minus |= width.is_some_and(|width| width < 0);
            directive.width =
                width.and_then(|width| usize::try_from(width.unsigned_abs()).ok()).map(|w| w.min(MAX_WIDTH));
        } else {
            directive.width = self.number();
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.index();
            if self.peek() == Some(b'*') {
                self.at += 1;
                directive.precision =
                    self.star(values).and_then(|value| usize::try_from(value).ok()).map(|p| p.min(MAX_WIDTH));
            } else {
                directive.precision = Some(self.number().unwrap_or(0));
            }
        }
        self.index();
        directive
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

    fn star<V: Printable>(&mut self, values: &[V]) -> Option<i64> {
        let value = values.get(self.next).map(Printable::kind);
        self.next += 1;
        match value {
            Some(Kind::Integer(value)) => Some(value),
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
