//! Text to tokens, one at a time. Of strings and heredocs only the start is a token: their content has rules of its
//! own (see `template`).

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The end of a line, where it is significant.
    Newline,
    /// The end of the text.
    End,
    Identifier,
    Number,
    /// The `"` that a string begins with.
    Quote,
    /// The `<<NAME` or `<<-NAME` that a heredoc begins with, without its line break.
    Heredoc,
    OpenBrace,
    CloseBrace,
    /// `~}`
    StripBrace,
    OpenBracket,
    CloseBracket,
    OpenParen,
    CloseParen,
    Dot,
    Comma,
    Colon,
    DoubleColon,
    Ellipsis,
    FatArrow,
    Equals,
    EqualEqual,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    And,
    Or,
    Not,
    Question,
    /// `/*` without an end.
    OpenComment,
    /// An unsupported character.
    Invalid,
}

/// A token, and its bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What is between two tokens.
pub(super) enum Gap {
    /// Nothing more.
    None,
    /// A line break; it ends at the offset.
    Newline(usize),
    /// A comment; it ends at the offset, before its line break if it has one.
    Comment(usize),
}

/// Where spaces end that begin at `at`.
#[inline]
pub(super) fn skip_spaces(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\t')) {
        at += 1;
    }
    at
}

/// What there is at `at` other than a token.
#[inline]
pub(super) fn gap(bytes: &[u8], at: usize) -> Gap {
    match bytes.get(at) {
        Some(b'\n') => Gap::Newline(at + 1),
        Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => Gap::Newline(at + 2),
        Some(b'#') => Gap::Comment(line_end(bytes, at)),
        Some(b'/') => match bytes.get(at + 1) {
            Some(b'/') => Gap::Comment(line_end(bytes, at)),
            Some(b'*') => match memchr::memmem::find(&bytes[at + 2..], b"*/") {
                Some(found) => Gap::Comment(at + 2 + found + 2),
                None => Gap::None,
            },
            _ => Gap::None,
        },
        _ => Gap::None,
    }
}

/// The end of the line that `at` is in, before its line break.
pub(super) fn line_end(bytes: &[u8], at: usize) -> usize {
    match memchr::memchr(b'\n', &bytes[at..]) {
        Some(found) if found > 0 && bytes[at + found - 1] == b'\r' => at + found - 1,
        Some(found) => at + found,
        None => bytes.len(),
    }
}

/// The token at `at`, where neither a space nor a gap is.
pub(super) fn token(text: &str, at: usize) -> Token {
    let bytes = text.as_bytes();
    let Some(&first) = bytes.get(at) else { return Token { kind: Kind::End, start: at, end: at } };
    let next = bytes.get(at + 1).copied();
    let (kind, length) = match first {
        b'a'..=b'z' | b'A'..=b'Z' | b'_' => (Kind::Identifier, identifier(text, at)),
        b'0'..=b'9' => (Kind::Number, number(&bytes[at..])),
        b'"' => (Kind::Quote, 1),
        b'{' => (Kind::OpenBrace, 1),
        b'}' => (Kind::CloseBrace, 1),
        b'[' => (Kind::OpenBracket, 1),
        b']' => (Kind::CloseBracket, 1),
        b'(' => (Kind::OpenParen, 1),
        b')' => (Kind::CloseParen, 1),
        b',' => (Kind::Comma, 1),
        b'.' if bytes[at..].starts_with(b"...") => (Kind::Ellipsis, 3),
        b'.' => (Kind::Dot, 1),
        b':' if next == Some(b':') => (Kind::DoubleColon, 2),
        b':' => (Kind::Colon, 1),
        b'=' if next == Some(b'=') => (Kind::EqualEqual, 2),
        b'=' if next == Some(b'>') => (Kind::FatArrow, 2),
        b'=' => (Kind::Equals, 1),
        b'!' if next == Some(b'=') => (Kind::NotEqual, 2),
        b'!' => (Kind::Not, 1),
        b'<' if next == Some(b'=') => (Kind::LessEqual, 2),
        b'<' if next == Some(b'<') => heredoc(text, at).map_or((Kind::Less, 1), |length| (Kind::Heredoc, length)),
        b'<' => (Kind::Less, 1),
        b'>' if next == Some(b'=') => (Kind::GreaterEqual, 2),
        b'>' => (Kind::Greater, 1),
        b'&' if next == Some(b'&') => (Kind::And, 2),
        b'|' if next == Some(b'|') => (Kind::Or, 2),
        b'+' => (Kind::Plus, 1),
        b'-' => (Kind::Minus, 1),
        b'*' => (Kind::Star, 1),
        b'/' if next == Some(b'*') => (Kind::OpenComment, 2),
        b'/' => (Kind::Slash, 1),
        b'%' => (Kind::Percent, 1),
        b'?' => (Kind::Question, 1),
        b'~' if next == Some(b'}') => (Kind::StripBrace, 2),
        0x80.. => match text[at..].chars().next() {
            Some(letter) if unicode_ident::is_xid_start(letter) => (Kind::Identifier, identifier(text, at)),
            other => (Kind::Invalid, other.map_or(1, char::len_utf8)),
        },
        _ => (Kind::Invalid, 1),
    };
    Token { kind, start: at, end: at + length }
}

/// The length of the identifier at `at`, whose first character is known to be right.
fn identifier(text: &str, at: usize) -> usize {
    let bytes = &text.as_bytes()[at..];
    let ascii = bytes
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'_' | b'-'))
        .unwrap_or(bytes.len());
    if bytes.get(ascii).is_none_or(u8::is_ascii) {
        return ascii;
    }
    let rest = &text[at + ascii..];
    ascii + rest.find(|letter| letter != '-' && !unicode_ident::is_xid_continue(letter)).unwrap_or(rest.len())
}

/// The length of a number: digits, points and exponents, the last one not a point. Whether that makes sense is seen
/// later: `1.2.3` is one token.
fn number(bytes: &[u8]) -> usize {
    let (mut at, mut end) = (1, 1);
    loop {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        match bytes.get(at) {
            Some(b'0'..=b'9') => (at, end) = (at + 1, at + 1),
            Some(b'.') => at += 1,
            Some(b'e' | b'E') if bytes.get(at + 1 + sign).is_some_and(u8::is_ascii_digit) => {
                at += 2 + sign;
                end = at;
            }
            _ => return end,
        }
    }
}

/// The length of a heredoc's introduction, which is followed by a line break.
fn heredoc(text: &str, at: usize) -> Option<usize> {
    let name = at + 2 + usize::from(text.as_bytes().get(at + 2) == Some(&b'-'));
    let first = text[name..].chars().next()?;
    if first != '_' && !unicode_ident::is_xid_start(first) {
        return None;
    }
    let end = name + identifier(text, name);
    let rest = &text.as_bytes()[end..];
    (rest.starts_with(b"\n") || rest.starts_with(b"\r\n")).then_some(end - at)
}
