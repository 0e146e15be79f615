//! From RE2's syntax to that of the `regex` crate.
//!
//! There are many small differences: a brace that starts no repetition is literal, `\d` and `\w` are ASCII,
//! `\Q…\E` quotes, a bracket needs no escape inside of another, and what is an operator in one is a text in the other.

use std::sync::Arc;

use super::{SyntaxError, class, wrong};

/// A pattern in the other syntax.
pub(super) struct Translated {
    pub(super) text: String,
    pub(super) groups: Vec<Option<Arc<str>>>,
}

/// The most times that something may be repeated, one repetition inside of another multiplied.
const REPEAT_LIMIT: u32 = 1000;
/// How deep groups may be nested.
const DEPTH_LIMIT: usize = 200;

/// Translates a pattern; `of_bytes` is whether it is to match bytes that need not be UTF-8.
pub(super) fn translate(written: &str, of_bytes: bool) -> Result<Translated, SyntaxError> {
    let mut reader = Reader {
        rest: written,
        whole: written,
        out: String::new(),
        groups: Vec::new(),
        depth: 0,
        repeat: Repeat::Nothing,
        of_bytes,
    };
    while !reader.rest.is_empty() {
        reader.step()?;
    }
    if reader.depth > 0 {
        return Err(wrong("missing closing )", written));
    }
    Ok(Translated { text: reader.out, groups: reader.groups })
}

/// What a repetition operator would be about.
#[derive(Clone, Copy, PartialEq)]
enum Repeat {
    /// Nothing: the beginning of the pattern, of a group, or of an alternative.
    Nothing,
    Something,
    /// Something that is repeated already.
    Repeated(usize),
}

struct Reader<'a> {
    rest: &'a str,
    whole: &'a str,
    out: String,
    groups: Vec<Option<Arc<str>>>,
    depth: usize,
    repeat: Repeat,
    of_bytes: bool,
}

impl Reader<'_> {
    fn literal(&mut self, c: char) {
        self.out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
        self.repeat = Repeat::Something;
    }

    fn plain(&mut self, text: &str) {
        self.out.push_str(text);
        self.repeat = Repeat::Something;
    }

    fn step(&mut self) -> Result<(), SyntaxError> {
        let Some(c) = self.rest.chars().next() else { return Ok(()) };
        match c {
            '(' => return self.open(),
            '[' => {
                let (class, rest) = class::bracketed(self.rest)?;
                self.plain(&class);
                self.rest = rest;
                return Ok(());
            }
            '\\' => return self.escape(),
            '*' | '+' | '?' => return self.repetition(1),
            '{' => {
                if let Some(length) = self.count()? {
                    return self.repetition(length);
                }
                self.literal('{');
            }
            ')' => {
                if self.depth == 0 {
                    return Err(wrong("unexpected )", self.whole));
                }
                self.depth -= 1;
                self.plain(")");
            }
            '|' => {
                self.out.push('|');
                self.repeat = Repeat::Nothing;
            }
            '.' | '^' | '$' => self.plain(&c.to_string()),
            c => self.literal(c),
        }
        self.rest = &self.rest[c.len_utf8()..];
        Ok(())
    }

    /// The length of a count in braces at this place, if there is one.
    fn count(&self) -> Result<Option<usize>, SyntaxError> {
        let Some((inner, _)) = self.rest[1..].split_once('}') else { return Ok(None) };
        let number = |text: &str| {
            let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            (plain && (text == "0" || !text.starts_with('0'))).then(|| text.parse().unwrap_or(u32::MAX))
        };
        let (least, most) = match inner.split_once(',') {
            None => (number(inner), number(inner)),
            Some((least, "")) => (number(least), number(least)),
            Some((least, most)) => (number(least), number(most)),
        };
        let (Some(least), Some(most)) = (least, most) else { return Ok(None) };
        let length = inner.len() + 2;
        if least > REPEAT_LIMIT || most > REPEAT_LIMIT || least > most {
            return Err(wrong("invalid repeat count", &self.rest[..length]));
        }
        Ok(Some(length))
    }

    fn repetition(&mut self, length: usize) -> Result<(), SyntaxError> {
        let lazy = self.rest[length..].starts_with('?');
        let length = length + usize::from(lazy);
        let start = self.whole.len() - self.rest.len();
        let operator = &self.rest[..length];
        match self.repeat {
            Repeat::Nothing => {
                let operator = operator.trim_end_matches(|_| lazy && operator.len() > 1);
                let operator = if operator.is_empty() { &self.rest[..length - 1] } else { operator };
                return Err(wrong("missing argument to repetition operator", operator));
            }
            Repeat::Repeated(from) => {
                return Err(wrong("invalid nested repetition operator", &self.whole[from..start + length]));
            }
            Repeat::Something => {}
        }
        self.out.push_str(operator);
        self.rest = &self.rest[length..];
        self.repeat = Repeat::Repeated(start);
        Ok(())
    }

    fn open(&mut self) -> Result<(), SyntaxError> {
        if self.depth >= DEPTH_LIMIT {
            return Err(wrong("expression nests too deeply", self.whole));
        }
        let Some(special) = self.rest.strip_prefix("(?") else {
            self.groups.push(None);
            self.out.push('(');
            self.rest = &self.rest[1..];
            self.depth += 1;
            self.repeat = Repeat::Nothing;
            return Ok(());
        };
        if let Some(named) = special.strip_prefix("P<").or_else(|| special.strip_prefix('<')) {
            return self.open_named(named);
        }
        // Flags, for the rest of the group or for a group of their own.
        let end = special.find([':', ')']).ok_or_else(|| wrong("missing argument to repetition operator", "?"))?;
        let flags = &special[..end];
        let (on, off) = flags.split_once('-').map_or((flags, None), |(on, off)| (on, Some(off)));
        let known = |flags: &str| flags.chars().all(|flag| "imsU".contains(flag));
        let valid = known(on) && off.is_none_or(|off| known(off) && !off.is_empty());
        let is_group = special.as_bytes().get(end) == Some(&b':');
        if !valid || (flags.is_empty() && !is_group) {
            let shown =
                special.char_indices().find(|(_, c)| !"imsU-".contains(*c)).map_or(end, |(at, c)| at + c.len_utf8());
            return Err(wrong("invalid or unsupported Perl syntax", &self.rest[..shown + 2]));
        }
        self.out.push_str(&self.rest[..end + 3]);
        self.rest = &special[end + 1..];
        if is_group {
            self.depth += 1;
        }
        self.repeat = Repeat::Nothing;
        Ok(())
    }

    fn open_named(&mut self, named: &str) -> Result<(), SyntaxError> {
        let start = self.whole.len() - self.rest.len();
        let Some((name, _)) = named.split_once('>') else {
            return Err(wrong("invalid named capture", &self.whole[start..]));
        };
        let behind = self.whole.len() - named.len() + name.len() + 1;
        let valid = !name.is_empty() && name.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric());
        if !valid {
            return Err(wrong("invalid named capture", &self.whole[start..behind]));
        }
        self.groups.push(Some(name.into()));
        self.out.push('(');
        self.rest = &self.whole[behind..];
        self.depth += 1;
        self.repeat = Repeat::Nothing;
        Ok(())
    }

    fn escape(&mut self) -> Result<(), SyntaxError> {
        if let Some(quoted) = self.rest.strip_prefix("\\Q") {
            let (text, rest) = quoted.split_once("\\E").unwrap_or((quoted, ""));
            self.rest = rest;
            text.chars().for_each(|c| self.literal(c));
            return Ok(());
        }
        let simple = match self.rest.as_bytes().get(1) {
            Some(b'A') => Some("\\A"),
            Some(b'z') => Some("\\z"),
            Some(b'b') => Some("(?-u:\\b)"),
            Some(b'B') if self.of_bytes => Some("(?-u:\\B)"),
            Some(b'B') => Some("\\B"),
            _ => None,
        };
        if let Some(simple) = simple {
            self.plain(simple);
            self.rest = &self.rest[2..];
            return Ok(());
        }
        if let Some((class, rest)) = class::escaped(self.rest)? {
            self.plain(&format!("[{class}]"));
            self.rest = rest;
            return Ok(());
        }
        let (c, rest) = class::character(self.rest)?;
        self.literal(c);
        self.rest = rest;
        Ok(())
    }
}
