//! Unicode normalization, graphemes and quoting.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;
use unicode_segmentation::UnicodeSegmentation;

/// The text in normalization form C, in which Terraform keeps all texts.
pub fn normalize(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// What people take for characters: letters with all their accents, flags, families of emoji.
pub fn characters(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.graphemes(true)
}

/// How many characters a text has.
pub fn character_count(text: &str) -> usize {
    if text.is_ascii() && !text.contains('\r') { text.len() } else { characters(text).count() }
}

/// As much of a text as stays what it is whatever text follows it.
pub fn safe_prefix(text: &str) -> &str {
    let Some(last) = characters(text).next_back() else { return text };
    // Nothing joins these to what follows them.
    let certain = matches!(
        last,
        "-" | "_"
            | ":"
            | ";"
            | "/"
            | "\\"
            | ","
            | "."
            | "("
            | ")"
            | "{"
            | "}"
            | "["
            | "]"
            | "|"
            | "?"
            | "!"
            | "~"
            | " "
            | "\t"
            | "@"
            | "#"
            | "$"
            | "%"
            | "^"
            | "&"
            | "*"
            | "+"
            | "\""
            | "'"
    );
    if certain { text } else { &text[..text.len() - last.len()] }
}

/// The text in quotes, escaped as Go's `%q` does it.
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\u{7}' => quoted.push_str("\\a"),
            '\u{8}' => quoted.push_str("\\b"),
            '\u{c}' => quoted.push_str("\\f"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\u{b}' => quoted.push_str("\\v"),
            c if is_printable(c) => quoted.push(c),
            c if u32::from(c) < 0x80 => quoted.push_str(&format!("\\x{:02x}", u32::from(c))),
            c if u32::from(c) < 0x1_0000 => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push_str(&format!("\\U{:08x}", u32::from(c))),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether Go prints a character as it is: letters, marks, numbers, punctuation, symbols and the ASCII space.
fn is_printable(c: char) -> bool {
    match c {
        ' '..='~' => true,
        '\0'..='\u{9f}' => false,
        _ => {
            // The standard library escapes the same characters; but also those that cannot stand alone.
            let mut escaped = c.escape_debug();
            escaped.next() == Some(c) || unicode_mark(c)
        }
    }
}

/// Whether a character is one that joins to the one before it.
fn unicode_mark(c: char) -> bool {
    let pair = ['a', c].iter().collect::<String>();
    characters(&pair).count() == 1 && !matches!(c, '\u{200c}' | '\u{200d}')
}
