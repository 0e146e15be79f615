//! Quoted strings as `strconv` writes them.

/// Go's `strconv.Quote`, which `%q` uses.
#[must_use]
pub fn quote(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() + 2);
    out.push('"');
    quoted(bytes, |part, _| out.push_str(part));
    out.push('"');
    out
}

/// The parts of a quoted string in order, each with the bytes that it stands for.
pub fn quoted(bytes: &[u8], mut part: impl FnMut(&str, std::ops::Range<usize>)) {
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid();
        let mut from = 0;
        for (offset, char) in valid.char_indices() {
            let escape = match char {
                '"' => "\\\"".to_owned(),
                '\\' => "\\\\".to_owned(),
                '\u{7}' => "\\a".to_owned(),
                '\u{8}' => "\\b".to_owned(),
                '\u{c}' => "\\f".to_owned(),
                '\n' => "\\n".to_owned(),
                '\r' => "\\r".to_owned(),
                '\t' => "\\t".to_owned(),
                '\u{b}' => "\\v".to_owned(),
                char if is_printable(char) => continue,
                char if u32::from(char) < 0x20 || char == '\u{7f}' => format!("\\x{:02x}", u32::from(char)),
                char if u32::from(char) < 0x1_0000 => format!("\\u{:04x}", u32::from(char)),
                char => format!("\\U{:08x}", u32::from(char)),
            };
            if from < offset {
                part(&valid[from..offset], at + from..at + offset);
            }
            from = offset + char.len_utf8();
            part(&escape, at + offset..at + from);
        }
        if from < valid.len() {
            part(&valid[from..], at + from..at + valid.len());
        }
        at += valid.len();
        for byte in chunk.invalid() {
            part(&format!("\\x{byte:02x}"), at..at + 1);
            at += 1;
        }
    }
}

/// Go's `unicode.IsPrint`, as far as it matters: letters, marks, numbers, punctuation, symbols and the plain space.
#[must_use]
pub fn is_printable(char: char) -> bool {
    if char == ' ' {
        return true;
    }
    let format = matches!(u32::from(char),
        0xad | 0x600..=0x605 | 0x61c | 0x6dd | 0x70f | 0x180e | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f
        | 0xe000..=0xf8ff | 0xfeff | 0xfff0..=0xfffb | 0xfffe..=0xffff | 0xe0000..=0xe0fff | 0xf0000..);
    !(char.is_control() || char.is_whitespace() || format)
}
