//! Template text to tokens, by the rules of Go's `text/template/parse`.

use std::ops::Range;

use super::SyntaxError;
use seaworthy_go::literal;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Text,
    Open,
    Close,
    Space,
    Bool(bool),
    /// A number's text is read by the parser.
    Number,
    Char(i64),
    String(Box<[u8]>),
    Dot,
    Field,
    Variable,
    Word,
    Keyword(Keyword),
    Nil,
    Assign,
    Declare,
    Comma,
    Pipe,
    OpenParen,
    CloseParen,
    End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyword {
    Block,
    Break,
    Continue,
    Define,
    Else,
    End,
    If,
    Range,
    Template,
    With,
}

#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) bytes: Range<usize>,
}

const OPEN: &[u8] = b"{{";
const CLOSE: &[u8] = b"}}";

/// All tokens of a text; the last one is [`Kind::End`].
pub(super) fn tokens(text: &[u8]) -> Result<Vec<Token>, SyntaxError> {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new(), parens: Vec::new() };
    let mut trim = false;
    loop {
        match lexer.text_until_action(trim)? {
            Some(comment_trims) => trim = comment_trims,
            None if lexer.at >= text.len() => break,
            None => trim = lexer.action()?,
        }
    }
    lexer.push(Kind::End, text.len()..text.len());
    Ok(lexer.tokens)
}

struct Lexer<'a> {
    text: &'a [u8],
    at: usize,
    tokens: Vec<Token>,
    parens: Vec<usize>,
}

impl Lexer<'_> {
    fn push(&mut self, kind: Kind, bytes: Range<usize>) {
        self.tokens.push(Token { kind, bytes });
    }

    fn rest(&self) -> &[u8] {
        &self.text[self.at..]
    }

    /// Takes the text before the next action, and the action's opening. A comment is taken as a whole: then the answer is
    /// whether it trims what follows.
    fn text_until_action(&mut self, trim_start: bool) -> Result<Option<bool>, SyntaxError> {
        let mut start = self.at;
        let open = memchr::memmem::find(self.rest(), OPEN).map(|at| self.at + at);
        let mut end = open.unwrap_or(self.text.len());
        if trim_start {
            start += self.text[start..end].iter().take_while(|byte| is_space(**byte)).count();
        }
        let trims = open.is_some_and(|open| {
            self.text.get(open + 2) == Some(&b'-') && self.text.get(open + 3).is_some_and(|byte| is_space(*byte))
        });
        if trims {
            end -= self.text[start..end].iter().rev().take_while(|byte| is_space(**byte)).count();
        }
        if start < end {
            self.push(Kind::Text, start..end);
        }
        let Some(open) = open else {
            self.at = self.text.len();
            return Ok(None);
        };
        // The marker's space is left: it may be the one before a closing marker.
        let inside = open + 2 + usize::from(trims);
        let comment = inside + usize::from(trims);
        if self.text[comment.min(self.text.len())..].starts_with(b"/*") {
            return self.comment(open, comment).map(Some);
        }
        self.push(Kind::Open, open..inside);
        self.at = inside;
        Ok(None)
    }

    fn comment(&mut self, open: usize, start: usize) -> Result<bool, SyntaxError> {
        let Some(end) = memchr::memmem::find(&self.text[start..], b"*/").map(|at| start + at + 2) else {
            return Err(SyntaxError::new("unclosed comment", open..self.text.len().min(start + 2)));
        };
        self.at = end;
        match self.closing() {
            Some((length, trims)) => {
                self.at += length;
                Ok(trims)
            }
            None => Err(SyntaxError::new("comment ends before closing delimiter", open..end)),
        }
    }

    /// The length of the closing here, and whether it trims.
    fn closing(&self) -> Option<(usize, bool)> {
        let rest = self.rest();
        if rest.len() >= 4 && is_space(rest[0]) && rest[1] == b'-' && rest[2..].starts_with(CLOSE) {
            Some((4, true))
        } else if rest.starts_with(CLOSE) {
            Some((2, false))
        } else {
            None
        }
    }

    /// Takes an action up to its closing; the answer is whether that trims.
    fn action(&mut self) -> Result<bool, SyntaxError> {
        let opened = self.at;
        loop {
            if let Some((length, trims)) = self.closing() {
                if let Some(paren) = self.parens.pop() {
                    return Err(SyntaxError::new("unclosed left paren", paren..paren + 1));
                }
                self.push(Kind::Close, self.at..self.at + length);
                self.at += length;
                return Ok(trims);
            }
            let start = self.at;
            let Some(&byte) = self.rest().first() else {
                return Err(SyntaxError::new("unclosed action", opened.saturating_sub(2)..opened));
            };
            self.at += 1;
            match byte {
                _ if is_space(byte) => {
                    while self.rest().first().is_some_and(|byte| is_space(*byte)) && self.closing().is_none() {
                        self.at += 1;
                    }
                    self.push(Kind::Space, start..self.at);
                }
                b'=' => self.push(Kind::Assign, start..self.at),
                b':' if self.rest().first() == Some(&b'=') => {
                    self.at += 1;
                    self.push(Kind::Declare, start..self.at);
                }
                b':' => return Err(SyntaxError::new("expected :=", start..self.at)),
                b'|' => self.push(Kind::Pipe, start..self.at),
                b',' => self.push(Kind::Comma, start..self.at),
                b'(' => {
                    self.parens.push(start);
                    self.push(Kind::OpenParen, start..self.at);
                }
                b')' => {
                    if self.parens.pop().is_none() {
                        return Err(SyntaxError::new("unexpected right paren", start..self.at));
                    }
                    self.push(Kind::CloseParen, start..self.at);
                }
                b'"' => self.quoted(start)?,
                b'`' => {
                    let Some(length) = memchr::memchr(b'`', self.rest()) else {
                        return Err(SyntaxError::new("unterminated raw quoted string", start..start + 1));
                    };
                    self.at += length + 1;
                    // Go leaves carriage returns out of raw strings.
                    let raw = self.text[start + 1..self.at - 1].iter().copied().filter(|byte| *byte != b'\r');
                    self.push(Kind::String(raw.collect()), start..self.at);
                }
                b'\'' => self.character(start)?,
                b'$' => self.word(start, Kind::Variable)?,
                b'.' if !self.rest().first().is_some_and(u8::is_ascii_digit) => {
                    let kind = if self.at_terminator() { Kind::Dot } else { Kind::Field };
                    self.word(start, kind)?;
                }
                b'+' | b'-' | b'.' | b'0'..=b'9' => self.number(start)?,
                _ => {
                    self.at = start;
                    if self.letter().is_none() {
                        let shown = String::from_utf8_lossy(&self.text[start..self.text.len().min(start + 4)])
                            .chars()
                            .next()
                            .unwrap_or('\u{fffd}');
                        let message = format!("unrecognized character in action: {shown:?}");
                        return Err(SyntaxError::new(message, start..start + shown.len_utf8()));
                    }
                    self.word(start, Kind::Word)?;
                }
            }
        }
    }

    /// The length of the letter, digit or underscore here.
    fn letter(&self) -> Option<usize> {
        let first = *self.rest().first()?;
        if first.is_ascii() {
            return (first == b'_' || first.is_ascii_alphanumeric()).then_some(1);
        }
        let part = &self.rest()[..self.rest().len().min(4)];
        let text = match std::str::from_utf8(part) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&part[..error.valid_up_to()]).ok()?,
        };
        text.chars().next().filter(|letter| letter.is_alphanumeric()).map(char::len_utf8)
    }

    fn at_terminator(&self) -> bool {
        match self.rest().first() {
            None => true,
            Some(byte) if is_space(*byte) => true,
            Some(b'.' | b',' | b'|' | b':' | b')' | b'(') => true,
            Some(_) => self.rest().starts_with(CLOSE),
        }
    }

    fn word(&mut self, start: usize, kind: Kind) -> Result<(), SyntaxError> {
        while let Some(length) = self.letter() {
            self.at += length;
        }
        if !self.at_terminator() {
            let message = format!("bad character {:?}", char::from(self.rest()[0]));
            return Err(SyntaxError::new(message, self.at..self.at + 1));
        }
        let kind = match (&kind, &self.text[start..self.at]) {
            (Kind::Word, word) => match word {
                b"true" => Kind::Bool(true),
                b"false" => Kind::Bool(false),
                b"nil" => Kind::Nil,
                word => keyword(word).map_or(Kind::Word, Kind::Keyword),
            },
            _ => kind,
        };
        self.push(kind, start..self.at);
        Ok(())
    }

    fn quoted(&mut self, start: usize) -> Result<(), SyntaxError> {
        let unterminated = || SyntaxError::new("unterminated quoted string", start..start + 1);
        loop {
            match self.rest().first() {
                None | Some(b'\n') => return Err(unterminated()),
                Some(b'\\') if self.rest().get(1).is_none_or(|byte| *byte == b'\n') => return Err(unterminated()),
                Some(b'\\') => self.at += 2,
                Some(b'"') => break,
                Some(_) => self.at += 1,
            }
        }
        self.at += 1;
        let text = literal::unquote(&self.text[start + 1..self.at - 1])
            .ok_or_else(|| SyntaxError::new("invalid escape in string", start..self.at))?;
        self.push(Kind::String(text.into()), start..self.at);
        Ok(())
    }

    fn character(&mut self, start: usize) -> Result<(), SyntaxError> {
        let length = self.rest().iter().enumerate().find_map(|(at, byte)| {
            (*byte == b'\'' && (at == 0 || self.rest()[at - 1] != b'\\' || at >= 2 && self.rest()[at - 2] == b'\\'))
                .then_some(at)
        });
        let value = length.and_then(|length| literal::character(&self.rest()[..length]));
        let (Some(length), Some(value)) = (length, value) else {
            return Err(SyntaxError::new("unterminated character constant", start..start + 1));
        };
        self.at += length + 1;
        self.push(Kind::Char(value), start..self.at);
        Ok(())
    }

    fn number(&mut self, start: usize) -> Result<(), SyntaxError> {
        while let Some(byte) = self.rest().first() {
            let exponent_sign = matches!(byte, b'+' | b'-')
                && matches!(self.text[self.at - 1], b'e' | b'E' | b'p' | b'P')
                && !self.text[start..self.at].starts_with(b"0x");
            if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_') || exponent_sign {
                self.at += 1;
            } else {
                break;
            }
        }
        if self.letter().is_some() || !self.at_terminator() {
            let shown = String::from_utf8_lossy(&self.text[start..self.at]).into_owned();
            return Err(SyntaxError::new(format!("bad number syntax: {shown:?}"), start..self.at));
        }
        self.push(Kind::Number, start..self.at);
        Ok(())
    }
}

fn keyword(word: &[u8]) -> Option<Keyword> {
    Some(match word {
        b"block" => Keyword::Block,
        b"break" => Keyword::Break,
        b"continue" => Keyword::Continue,
        b"define" => Keyword::Define,
        b"else" => Keyword::Else,
        b"end" => Keyword::End,
        b"if" => Keyword::If,
        b"range" => Keyword::Range,
        b"template" => Keyword::Template,
        b"with" => Keyword::With,
        _ => return None,
    })
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}
